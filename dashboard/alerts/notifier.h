// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "dashboard/alerts/alertrules.h"

namespace relais::dashboard {

/// A word to the operator outside of the window.
struct Notification {
    QString key; ///< one of the same key replaces it
    QString summary; ///< plain text
    QString body; ///< desktops may take it for markup: nothing of a server's, and no name
    AlertSeverity severity = AlertSeverity::Warning;

    bool operator==(const Notification &) const = default;
};

/// Where notifications are shown. Nothing blocks.
class Notifier {
public:
    virtual ~Notifier() = default;
    virtual void show(const Notification &notification) = 0;
    /// Takes it back, if it is still to be seen.
    virtual void close(const QString &key) = 0;
};

} // namespace relais::dashboard
