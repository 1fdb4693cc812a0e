// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/app/alertcenter.h"

#include <algorithm>

#include <QApplication>
#include <QDBusConnection>

#include "dashboard/profiles/profilestore.h"
#include "dashboard/session/serversession.h"
#include "dashboard/window/alertbanner.h"
#include "dashboard/window/alertmenu.h"
#include "dashboard/window/alertsdialog.h"
#include "dashboard/window/mainwindow.h"
#include "dashboard/window/settings.h"

namespace relais::dashboard {

using namespace std::chrono_literals;

namespace {

constexpr auto tickInterval = 1s;
constexpr auto muteDuration = 60min;

} // namespace

AlertCenter::AlertCenter(ServerSession &session, MainWindow &window, Settings &settings, ProfileStore &profiles,
                         const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_window(window)
    , m_settings(settings)
    , m_profiles(profiles)
    , m_clock(clock)
    , m_choices(AlertSettings::fromJson(settings.alerts()))
    , m_monitor(clock)
    , m_history(m_monitor)
    , m_notifier(QDBusConnection::sessionBus())
    , m_notifications(m_monitor, m_notifier, clock)
    , m_menu(new AlertMenu)
    , m_tray(QDBusConnection::sessionBus(), m_menu->muteAction())
    , m_visibility(window)
{
    m_notifications.setEnabled(m_choices.isNotifying);
    m_visibility.setStayingInTray(m_choices.staysInTray);
    connectAlerts(window);
    connectTray();
    connect(&session, &ServerSession::statusReceived, this,
            [this](const ServerStatus &status) { m_monitor.setFigures(status.figures); });
    connect(&session, &ServerSession::statusChanged, this, &AlertCenter::onStatus);
    connect(&profiles, &ProfileStore::changed, this, &AlertCenter::onProfilesChanged);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_monitor.tick();
        m_notifications.tick();
    });
    m_timer.start(tickInterval);
    onProfilesChanged();
}

AlertCenter::~AlertCenter() = default;

void AlertCenter::connectAlerts(MainWindow &window)
{
    window.addMenu(m_menu);
    connect(m_menu, &AlertMenu::alertsRequested, this, &AlertCenter::showDialog);
    connect(m_menu, &AlertMenu::dismissRequested, &m_monitor, &AlertMonitor::dismissAll);
    connect(m_menu, &AlertMenu::muteRequested, this, [this](bool isMuted) {
        if (isMuted)
            m_notifications.mute(muteDuration);
        else
            m_notifications.unmute();
    });
    connect(&m_notifications, &AlertNotifications::muteChanged, this, &AlertCenter::onMuteChanged);

    auto *const banner = new AlertBanner(m_monitor, m_clock);
    window.addBanner(banner);
    connect(banner, &AlertBanner::detailsRequested, this, &AlertCenter::showDialog);
    connect(&m_monitor, &AlertMonitor::raised, this, [this] { QApplication::alert(&m_window); });
    for (const auto change : {&AlertMonitor::raised, &AlertMonitor::cleared, &AlertMonitor::dismissed})
        connect(&m_monitor, change, this, &AlertCenter::updateTray);

    connect(&m_notifier, &DesktopNotifier::activated, &m_visibility, &WindowVisibility::show);
    connect(&m_notifier, &DesktopNotifier::failed, &m_tray, &TrayIcon::showMessage);
}

void AlertCenter::connectTray()
{
    connect(&m_tray, &TrayIcon::availabilityChanged, &m_visibility, &WindowVisibility::setTrayAvailable);
    connect(&m_tray, &TrayIcon::windowToggled, &m_visibility, &WindowVisibility::toggle);
    connect(&m_tray, &TrayIcon::messageClicked, &m_visibility, &WindowVisibility::show);
    connect(&m_tray, &TrayIcon::profileChosen, this, &AlertCenter::profileChosen);
    connect(&m_tray, &TrayIcon::quitRequested, this, &AlertCenter::quitRequested);
    connect(&m_visibility, &WindowVisibility::changed, &m_tray, &TrayIcon::setWindowVisible);
}

void AlertCenter::watch(const std::optional<Profile> &profile)
{
    m_profile = profile;
    m_monitor.watch(profile ? profile->name : QString(), m_choices.rules(profile ? profile->id : QString()));
    onProfilesChanged();
    updateTray();
}

void AlertCenter::onStatus(const SessionStatus &status)
{
    using Connection = AlertMonitor::Connection;
    if (status.state == SessionStatus::State::Closed)
        m_monitor.setConnection(Connection::None);
    else if (status.state == SessionStatus::State::Connected && !status.isStale)
        m_monitor.setConnection(Connection::Live);
    else
        m_monitor.setConnection(Connection::Lost);
    updateTray();
}

void AlertCenter::onProfilesChanged()
{
    if (m_choices.keepOnly(m_profiles.profiles()))
        save();
    m_tray.setProfiles(m_profiles.profiles(), m_profile ? m_profile->id : QString());
}

void AlertCenter::onMuteChanged()
{
    m_menu->showMuted(m_notifications.mutedUntil(), m_clock.now());
}

void AlertCenter::updateTray()
{
    TrayIcon::Content content;
    content.server = m_profile ? m_profile->name : QString();
    const SessionStatus &status = m_session.status();
    if (status.state == SessionStatus::State::Connected)
        content.state = status.isStale ? TrayState::Stale : TrayState::Connected;
    const auto alerts = m_monitor.current();
    for (const Alert &alert : alerts)
        content.alerts.push_back(alert.kind);
    if (!alerts.empty())
        content.state = TrayState::Alert;
    m_tray.showContent(content);
    m_menu->setDismissible(!std::ranges::all_of(alerts, &Alert::isDismissed));
}

void AlertCenter::showDialog()
{
    const QString id = m_profile ? m_profile->id : QString();
    AlertsDialog::Choices choices{.isNotifying = m_choices.isNotifying, .staysInTray = m_choices.staysInTray};
    if (m_profile)
        choices.rules = m_choices.rules(id);
    AlertsDialog dialog(choices, m_monitor.server(), m_monitor, m_history, &m_window);
    dialog.setTrayAvailable(m_tray.isAvailable());
    connect(&m_tray, &TrayIcon::availabilityChanged, &dialog, &AlertsDialog::setTrayAvailable);
    if (dialog.exec() != QDialog::Accepted)
        return;
    choices = dialog.choices();
    m_choices.isNotifying = choices.isNotifying;
    m_choices.staysInTray = choices.staysInTray;
    if (choices.rules)
        m_choices.setRules(id, *choices.rules);
    save();
    m_notifications.setEnabled(m_choices.isNotifying);
    m_visibility.setStayingInTray(m_choices.staysInTray);
    // Another server may have been chosen meanwhile, from the tray.
    if (choices.rules && m_profile && m_profile->id == id)
        m_monitor.setRules(*choices.rules);
}

void AlertCenter::save()
{
    m_settings.setAlerts(m_choices.toJson());
}

} // namespace relais::dashboard
