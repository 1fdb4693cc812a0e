// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QMenu>

#include "common/core/clock.h"

namespace relais::dashboard {

/// The menu "Alerts" of the window. What it has, a tray may have too; nothing needs one.
class AlertMenu final : public QMenu {
    Q_OBJECT

public:
    explicit AlertMenu(QWidget *parent = nullptr);

    /// For another menu to show as well.
    QAction *muteAction() { return m_mute; }
    void showMuted(std::optional<UnixTime> until, UnixTime now);
    void setDismissible(bool isDismissible) { m_dismiss->setEnabled(isDismissible); }

Q_SIGNALS:
    void alertsRequested();
    void dismissRequested();
    void muteRequested(bool isMuted);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QAction *m_alerts; ///< children
    QAction *m_dismiss;
    QAction *m_mute;
    std::optional<UnixTime> m_mutedUntil;
    UnixTime m_now;
};

} // namespace relais::dashboard
