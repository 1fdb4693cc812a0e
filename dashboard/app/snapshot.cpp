// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/app/snapshot.h"

#include <cstdio>

#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

#include "dashboard/figures/figures.h"
#include "dashboard/models/faulttext.h"

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

/// As RFC 4180 has it. A text that a spreadsheet would take for a formula is made none.
QByteArray csvField(const QJsonValue &value)
{
    if (value.isDouble())
        return QByteArray::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    if (value.isBool())
        return value.toBool() ? "true" : "false";
    QByteArray text = value.toString().toUtf8();
    if (!text.isEmpty() && QByteArrayView("=+-@\t\r").contains(text.front()))
        text.prepend('\'');
    return '"' + text.replace('"', "\"\"") + '"';
}

void addFields(const QString &prefix, const QJsonObject &object, QByteArrayList &names, QByteArrayList &values)
{
    for (auto member = object.begin(); member != object.end(); ++member) {
        const QString name = prefix + member.key();
        if (member->isObject()) {
            addFields(name + u'.', member->toObject(), names, values);
        } else if (!member->isArray() && !member->isNull()) {
            names.append(csvField(name));
            values.append(csvField(*member));
        }
    }
}

} // namespace

QByteArray snapshotCsv(const QJsonObject &status)
{
    QByteArrayList names;
    QByteArrayList values;
    addFields({}, status, names, values);
    return names.join(',') + '\n' + values.join(',') + '\n';
}

QByteArray snapshotJson(const QJsonObject &status)
{
    return QJsonDocument(status).toJson();
}

Snapshot::Snapshot(const ServerAddress &address, QString file, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
{
    m_api.setAddress(address);
}

void Snapshot::start()
{
    m_api.get(u"/api/sync/status"_s, {}, this, [this](const Result<QJsonObject> &answer) {
        if (!answer)
            Q_EMIT finished(describe(answer.error()));
        else if (!parseStatus(*answer, {}).hasFigures)
            Q_EMIT finished(tr("this token may not see the figures: the role operator or admin is needed"));
        else
            Q_EMIT finished(write(*answer));
    });
}

QString Snapshot::write(const QJsonObject &status) const
{
    const auto content = m_file.endsWith(".csv"_L1) ? snapshotCsv(status) : snapshotJson(status);
    if (m_file == "-"_L1) {
        QFile output;
        const bool isWritten
            = output.open(stdout, QIODevice::WriteOnly) && output.write(content) == content.size() && output.flush();
        return isWritten ? QString() : tr("standard output: %1").arg(output.errorString());
    }
    QSaveFile file(m_file);
    if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit())
        return {};
    return u"%1: %2"_s.arg(m_file, file.errorString());
}

} // namespace relais::dashboard
