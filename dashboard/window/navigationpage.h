// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QJsonObject>
#include <QKeySequence>
#include <QString>
#include <QWidget>

#include "dashboard/session/permissions.h"

namespace relais::dashboard {

/// What a key does, for the sheet on F1.
struct ShortcutHelp {
    QKeySequence keys;
    QString text;
};

/// A page of the main window: what its entry in the navigation shows. A page asks the server by the AdminApi that it
/// was constructed with, while it is visible; it lays out, and keeps no state of the connection.
class NavigationPage : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual QString id() const = 0; ///< in the file of settings: "clients"
    virtual QString title() const = 0; ///< in the present language; asked again when that changes
    /// What works only on this page.
    virtual std::vector<ShortcutHelp> shortcuts() const { return {}; }

    /// What the token may do: actions that it may not are disabled, and say why.
    virtual void setPermissions(const Permissions &) { }
    /// Another server, or none: what is shown belongs to the last one.
    virtual void onServerChanged() { }

    /// What is remembered of the page's layout from one start to the next.
    virtual QJsonObject saveState() const { return {}; }
    virtual void restoreState(const QJsonObject &) { }
};

} // namespace relais::dashboard
