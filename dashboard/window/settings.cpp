// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/window/settings.h"

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

constexpr int fileVersion = 1;

} // namespace

Settings::Settings(const QString &path)
    : m_file(path, fileVersion)
    , m_content(m_file.read())
{
}

QString Settings::language() const
{
    return text("language"_L1);
}

void Settings::setLanguage(const QString &language)
{
    m_content.insert("language"_L1, language);
    save();
}

QString Settings::theme() const
{
    return text("theme"_L1);
}

void Settings::setTheme(const QString &theme)
{
    m_content.insert("theme"_L1, theme);
    save();
}

QByteArray Settings::geometry() const
{
    return QByteArray::fromBase64(text("geometry"_L1).toLatin1());
}

void Settings::setGeometry(const QByteArray &geometry)
{
    m_content.insert("geometry"_L1, QString::fromLatin1(geometry.toBase64()));
}

QString Settings::page() const
{
    return text("page"_L1);
}

void Settings::setPage(const QString &id)
{
    m_content.insert("page"_L1, id);
}

QJsonObject Settings::pageState(const QString &id) const
{
    return m_content.value("pages"_L1).toObject().value(id).toObject();
}

void Settings::setPageState(const QString &id, const QJsonObject &state)
{
    auto pages = m_content.value("pages"_L1).toObject();
    pages.insert(id, state);
    m_content.insert("pages"_L1, pages);
}

QJsonObject Settings::alerts() const
{
    return m_content.value("alerts"_L1).toObject();
}

void Settings::setAlerts(const QJsonObject &alerts)
{
    m_content.insert("alerts"_L1, alerts);
    save();
}

bool Settings::save()
{
    return m_file.write(m_content);
}

} // namespace relais::dashboard
