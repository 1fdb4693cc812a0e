// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/broadcaststore.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace relais::dashboard {

namespace {

QJsonObject toJson(const BroadcastDraft &draft)
{
    return {{QStringLiteral("type"), draft.type},
            {QStringLiteral("payload"), QString::fromUtf8(draft.payload)}, // text: it may be unfinished
            {QStringLiteral("users"), QJsonArray::fromStringList(draft.users)}};
}

BroadcastDraft draftFrom(const QJsonObject &object)
{
    BroadcastDraft draft{.type = object.value(u"type").toString(),
                         .payload = object.value(u"payload").toString().toUtf8(),
                         .users = {}};
    const QJsonArray users = object.value(u"users").toArray();
    for (const QJsonValue &user : users)
        draft.users.append(user.toString());
    return draft;
}

QJsonObject toJson(const SentBroadcast &sent)
{
    QJsonObject object = toJson(sent.draft);
    object.insert(u"at", sent.at);
    object.insert(u"id", sent.id);
    object.insert(u"problem", sent.problem);
    object.insert(u"recipients", sent.recipients);
    return object;
}

SentBroadcast sentFrom(const QJsonObject &object)
{
    return {.draft = draftFrom(object),
            .at = object.value(u"at").toInteger(),
            .id = object.value(u"id").toString(),
            .problem = object.value(u"problem").toString(),
            .recipients = object.value(u"recipients").toInteger()};
}

/// The reason why not, else nothing.
QString writeFile(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return file.errorString();
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.write(text);
    return file.commit() ? QString() : file.errorString();
}

} // namespace

BroadcastStore::BroadcastStore(QString path, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
{
    m_pool.setMaxThreadCount(1);
    load();
}

BroadcastStore::~BroadcastStore()
{
    m_pool.waitForDone();
}

void BroadcastStore::load()
{
    QFile file(m_path);
    if (!file.exists())
        return;
    const bool isRead = file.size() <= maximumFileBytes && file.open(QIODevice::ReadOnly) && parse(file.readAll());
    file.close();
    if (isRead)
        return;
    m_templates.clear();
    m_history.clear();
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmsszzz"));
    const QString aside = m_path + QStringLiteral(".damaged-") + stamp;
    if (QFile::rename(m_path, aside))
        m_setAside = aside;
}

/// A file of a later version counts as damaged: what an old program would write over it were lost.
bool BroadcastStore::parse(const QByteArray &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (!document.isObject() || document.object().value(u"version").toInt() != version)
        return false;
    const QJsonArray templates = document.object().value(u"templates").toArray();
    for (const QJsonValue &entry : templates) {
        const QString name = entry.toObject().value(u"name").toString();
        if (!name.isEmpty() && m_templates.size() < maximumTemplates)
            m_templates.insert(name, draftFrom(entry.toObject()));
    }
    const QJsonArray history = document.object().value(u"history").toArray();
    for (const QJsonValue &entry : history) {
        if (m_history.size() < maximumHistory)
            m_history.append(sentFrom(entry.toObject()));
    }
    return true;
}

QByteArray BroadcastStore::encoded() const
{
    QJsonArray templates;
    for (auto entry = m_templates.begin(); entry != m_templates.end(); ++entry) {
        QJsonObject object = toJson(entry.value());
        object.insert(u"name", entry.key());
        templates.append(object);
    }
    QJsonArray history;
    for (const SentBroadcast &sent : m_history)
        history.append(toJson(sent));
    return QJsonDocument(QJsonObject{{QStringLiteral("version"), version},
                                     {QStringLiteral("templates"), templates},
                                     {QStringLiteral("history"), history}})
        .toJson();
}

void BroadcastStore::record(const SentBroadcast &sent)
{
    m_history.prepend(sent);
    if (m_history.size() > maximumHistory)
        m_history.removeLast();
    save();
}

bool BroadcastStore::saveTemplate(const QString &name, const BroadcastDraft &draft)
{
    if (m_templates.size() >= maximumTemplates && !m_templates.contains(name))
        return false;
    m_templates.insert(name, draft);
    save();
    return true;
}

void BroadcastStore::removeTemplate(const QString &name)
{
    if (m_templates.remove(name) > 0)
        save();
}

void BroadcastStore::save()
{
    m_pool.start([this, path = m_path, text = encoded()] {
        const QString reason = writeFile(path, text);
        if (!reason.isEmpty())
            QMetaObject::invokeMethod(this, [this, reason] { Q_EMIT saveFailed(reason); });
    });
    Q_EMIT changed();
}

} // namespace relais::dashboard
