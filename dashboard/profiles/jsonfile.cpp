// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/profiles/jsonfile.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maximumBytes = 4 * 1024 * 1024;

class Texts {
    Q_DECLARE_TR_FUNCTIONS(JsonFile)
};

} // namespace

JsonFile::JsonFile(QString path, int version)
    : m_path(std::move(path))
    , m_version(version)
{
}

QJsonObject JsonFile::read()
{
    m_problem.clear();
    QFile file(m_path);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly)) {
        m_problem = Texts::tr("%1 cannot be read: %2").arg(m_path, file.errorString());
        return {};
    }
    const auto content = QJsonDocument::fromJson(file.read(maximumBytes)).object();
    const int version = content.value("version"_L1).toInt();
    if (version >= 1 && version <= m_version)
        return content;
    file.close();
    setAside();
    return {};
}

void JsonFile::setAside()
{
    const auto time = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmsszzz"_s);
    const QString aside = m_path + u".damaged-"_s + time;
    if (QFile::rename(m_path, aside))
        m_problem = Texts::tr("%1 could not be understood, and is now %2").arg(m_path, QFileInfo(aside).fileName());
    else
        m_problem = Texts::tr("%1 could not be understood").arg(m_path);
}

bool JsonFile::write(QJsonObject content)
{
    m_problem.clear();
    content.insert("version"_L1, m_version);
    QDir().mkpath(QFileInfo(m_path).path());
    QSaveFile file(m_path);
    const auto bytes = QJsonDocument(content).toJson();
    const bool isWritten = file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) && file.write(bytes) == bytes.size()
        && file.commit();
    if (!isWritten)
        m_problem = Texts::tr("%1 cannot be written: %2").arg(m_path, file.errorString());
    return isWritten;
}

} // namespace relais::dashboard
