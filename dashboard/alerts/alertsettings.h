// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <vector>

#include <QJsonObject>
#include <QString>

#include "dashboard/alerts/alertrules.h"
#include "dashboard/profiles/profile.h"

namespace relais::dashboard {

/// What the operator has chosen about alerts. The rules are a server's own: what is much for a test server is nothing
/// for production.
class AlertSettings {
public:
    bool isNotifying = true; ///< the desktop is told
    bool staysInTray = false; ///< closing the window does not end the program, where there is a tray

    /// `profile` is its id; empty: all that have no profile.
    AlertRules rules(const QString &profile) const;
    void setRules(const QString &profile, const AlertRules &rules);
    /// Forgets rules of profiles that are no more. Returns whether there were any.
    bool keepOnly(const std::vector<Profile> &profiles);

    static AlertSettings fromJson(const QJsonObject &object);
    QJsonObject toJson() const;

private:
    std::map<QString, AlertRules> m_rules; ///< by profile; those that are as at first are left out
};

} // namespace relais::dashboard
