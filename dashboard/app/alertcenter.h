// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QObject>
#include <QTimer>

#include "common/core/clock.h"
#include "dashboard/alerts/alerthistorymodel.h"
#include "dashboard/alerts/alertmonitor.h"
#include "dashboard/alerts/alertnotifications.h"
#include "dashboard/alerts/alertsettings.h"
#include "dashboard/alerts/desktopnotifier.h"
#include "dashboard/profiles/profile.h"
#include "dashboard/tray/trayicon.h"
#include "dashboard/tray/windowvisibility.h"

namespace relais::dashboard {

class AlertMenu;
class MainWindow;
class ProfileStore;
class ServerSession;
class Settings;
struct SessionStatus;

/// Everything about alerts: makes the parts, gives them the session's figures, and shows what comes of it in the
/// window, on the desktop, and in the tray, of which only the window is sure to be there.
class AlertCenter final : public QObject {
    Q_OBJECT

public:
    /// All are borrowed, and outlive this.
    AlertCenter(ServerSession &session, MainWindow &window, Settings &settings, ProfileStore &profiles,
                const Clock &clock, QObject *parent = nullptr);
    ~AlertCenter() override;

    /// The server that the session is about to show; none: no server.
    void watch(const std::optional<Profile> &profile);
    void showDialog();

    AlertMonitor &monitor() { return m_monitor; }
    TrayIcon &tray() { return m_tray; }

Q_SIGNALS:
    void profileChosen(const QString &id);
    void quitRequested();

private:
    void connectAlerts(MainWindow &window);
    void connectTray();
    void onStatus(const SessionStatus &status);
    void onProfilesChanged();
    void onMuteChanged();
    void updateTray();
    void save();

    ServerSession &m_session;
    MainWindow &m_window;
    Settings &m_settings;
    ProfileStore &m_profiles;
    const Clock &m_clock;
    AlertSettings m_choices;
    AlertMonitor m_monitor;
    AlertHistoryModel m_history;
    DesktopNotifier m_notifier;
    AlertNotifications m_notifications;
    AlertMenu *m_menu; ///< the window's
    TrayIcon m_tray;
    WindowVisibility m_visibility;
    QTimer m_timer;
    std::optional<Profile> m_profile;
};

} // namespace relais::dashboard
