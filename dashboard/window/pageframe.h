// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "dashboard/window/navigationpage.h"

namespace relais::dashboard {

/// Puts a widget that knows nothing of the main window into its navigation:
///
///     window.addPage(new PageFrame({.id = u"audit"_s, .title = [] { return tr("Audit"); }, .content = new
///     AuditPage(api)}));
class PageFrame final : public NavigationPage {
    Q_OBJECT

public:
    struct Parts {
        QString id;
        std::function<QString()> title; ///< in the present language
        QWidget *content; ///< becomes a child
        std::function<std::vector<ShortcutHelp>()> shortcuts{};
        std::function<void(const Permissions &)> setPermissions{};
        std::function<void()> onServerChanged{};
        std::function<QJsonObject()> saveState{};
        std::function<void(const QJsonObject &)> restoreState{};
    };

    explicit PageFrame(Parts parts, QWidget *parent = nullptr);

    QString id() const override { return m_parts.id; }
    QString title() const override { return m_parts.title(); }
    std::vector<ShortcutHelp> shortcuts() const override;
    void setPermissions(const Permissions &permissions) override;
    void onServerChanged() override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;

private:
    const Parts m_parts;
};

} // namespace relais::dashboard
