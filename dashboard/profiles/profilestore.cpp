// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/profiles/profilestore.h"

#include <algorithm>

#include <QJsonArray>
#include <QUuid>

#include "dashboard/session/serveraddress.h"

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

constexpr int fileVersion = 1;
const QColor defaultColor(0x2f, 0x7d, 0xd1);

std::optional<Profile> parse(const QJsonObject &object)
{
    Profile profile;
    profile.id = object.value("id"_L1).toString();
    profile.name = object.value("name"_L1).toString();
    const auto url = parseServerUrl(object.value("url"_L1).toString());
    if (profile.id.isEmpty() || profile.name.isEmpty() || !url)
        return std::nullopt;
    profile.url = *url;
    profile.color = QColor(object.value("color"_L1).toString());
    if (!profile.color.isValid())
        profile.color = defaultColor;
    return profile;
}

QJsonObject toJson(const Profile &profile)
{
    return {{u"id"_s, profile.id},
            {u"name"_s, profile.name},
            {u"url"_s, profile.url.toString(QUrl::FullyEncoded)},
            {u"color"_s, profile.color.name()}};
}

} // namespace

ProfileStore::ProfileStore(const QString &path, QObject *parent)
    : QObject(parent)
    , m_file(path, fileVersion)
{
    const auto content = m_file.read();
    for (const auto &value : content.value("profiles"_L1).toArray()) {
        if (auto profile = parse(value.toObject()); profile && !find(profile->id))
            m_profiles.push_back(*std::move(profile));
    }
    m_lastUsed = content.value("lastUsed"_L1).toString();
}

std::optional<Profile> ProfileStore::find(const QString &id) const
{
    const auto found = std::ranges::find(m_profiles, id, &Profile::id);
    return found == m_profiles.end() ? std::nullopt : std::optional(*found);
}

std::optional<Profile> ProfileStore::findByName(const QString &name) const
{
    const auto found = std::ranges::find(m_profiles, name, &Profile::name);
    return found == m_profiles.end() ? std::nullopt : std::optional(*found);
}

QString ProfileStore::save(Profile profile)
{
    if (profile.id.isEmpty())
        profile.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    if (!profile.color.isValid())
        profile.color = defaultColor;
    const auto id = profile.id;
    const auto found = std::ranges::find(m_profiles, id, &Profile::id);
    if (found == m_profiles.end())
        m_profiles.push_back(std::move(profile));
    else
        *found = std::move(profile);
    write();
    return id;
}

void ProfileStore::remove(const QString &id)
{
    std::erase_if(m_profiles, [&](const Profile &profile) { return profile.id == id; });
    write();
}

void ProfileStore::setLastUsed(const QString &id)
{
    if (id == m_lastUsed)
        return;
    m_lastUsed = id;
    write();
}

void ProfileStore::write()
{
    QJsonArray array;
    for (const Profile &profile : m_profiles)
        array.append(toJson(profile));
    m_file.write({{u"profiles"_s, array}, {u"lastUsed"_s, m_lastUsed}});
    Q_EMIT changed();
}

} // namespace relais::dashboard
