// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/alerts/alertsettings.h"

#include <algorithm>

namespace relais::dashboard {

using namespace Qt::StringLiterals;

AlertRules AlertSettings::rules(const QString &profile) const
{
    const auto found = m_rules.find(profile);
    return found == m_rules.end() ? AlertRules() : found->second;
}

void AlertSettings::setRules(const QString &profile, const AlertRules &rules)
{
    if (rules == AlertRules())
        m_rules.erase(profile);
    else
        m_rules.insert_or_assign(profile, rules);
}

bool AlertSettings::keepOnly(const std::vector<Profile> &profiles)
{
    const auto isGone = [&](const auto &entry) {
        return !entry.first.isEmpty() && std::ranges::find(profiles, entry.first, &Profile::id) == profiles.end();
    };
    return std::erase_if(m_rules, isGone) > 0;
}

AlertSettings AlertSettings::fromJson(const QJsonObject &object)
{
    AlertSettings settings;
    settings.isNotifying = object.value("notify"_L1).toBool(true);
    settings.staysInTray = object.value("stayInTray"_L1).toBool(false);
    const auto stored = object.value("rules"_L1).toObject();
    for (auto entry = stored.begin(); entry != stored.end(); ++entry)
        settings.setRules(entry.key(), AlertRules::fromJson(entry.value().toObject()));
    return settings;
}

QJsonObject AlertSettings::toJson() const
{
    QJsonObject rules;
    for (const auto &[profile, chosen] : m_rules)
        rules.insert(profile, chosen.toJson());
    return {{u"notify"_s, isNotifying}, {u"stayInTray"_s, staysInTray}, {u"rules"_s, rules}};
}

} // namespace relais::dashboard
