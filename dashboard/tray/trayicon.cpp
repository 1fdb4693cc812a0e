// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/tray/trayicon.h"

#include <QEvent>
#include <QGuiApplication>
#include <QStringList>
#include <QSystemTrayIcon>

#include "dashboard/alerts/alerttexts.h"

namespace relais::dashboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Making the icon is what lets Qt decide, for good, between a tray on D-Bus and one of X11. A desktop that is
// starting has its tray on D-Bus by then.
constexpr auto patience = 15s;
// Qt does not tell when a tray of X11 comes or goes.
constexpr auto pollInterval = 5s;

QIcon swatch(const QColor &color)
{
    QPixmap pixmap(16, 16);
    pixmap.fill(color);
    return QIcon(pixmap);
}

} // namespace

TrayIcon::TrayIcon(const QDBusConnection &bus, QAction *mute, QObject *parent)
    : QObject(parent)
    , m_host(bus)
    , m_toggle(m_menu.addAction(QString(), this, &TrayIcon::windowToggled))
    , m_profileMenu(m_menu.addMenu(QString()))
{
    m_menu.addSeparator();
    m_menu.addAction(mute);
    m_menu.addSeparator();
    m_quit = m_menu.addAction(QString(), this, &TrayIcon::quitRequested);
    m_menu.installEventFilter(this);
    retranslate();

    connect(&m_host, &TrayHost::changed, this, [this](bool isThere) {
        if (isThere && !m_icon) {
            m_isHosted = true;
            create();
        }
        updateAvailability();
    });
    if (QGuiApplication::platformName() != "xcb"_L1)
        return; // nowhere else are there trays of X11
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (m_icon)
            return;
        create();
        connect(&m_poll, &QTimer::timeout, this, &TrayIcon::updateAvailability);
        m_poll.start(pollInterval);
        updateAvailability();
    });
    m_patience.start(bus.isConnected() ? patience : 0s);
}

TrayIcon::~TrayIcon() = default;

void TrayIcon::create()
{
    m_icon = new QSystemTrayIcon(trayImage(m_content.state), this);
    m_icon->setContextMenu(&m_menu);
    connect(m_icon, &QSystemTrayIcon::messageClicked, this, &TrayIcon::messageClicked);
    connect(m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger)
            Q_EMIT windowToggled();
    });
    m_icon->setToolTip(toolTip());
    m_icon->show();
}

void TrayIcon::updateAvailability()
{
    const bool isAvailable = m_icon && (m_isHosted ? m_host.isThere() : QSystemTrayIcon::isSystemTrayAvailable());
    if (isAvailable == m_isAvailable)
        return;
    m_isAvailable = isAvailable;
    Q_EMIT availabilityChanged(isAvailable);
}

void TrayIcon::showContent(const Content &content)
{
    if (content == m_content)
        return;
    m_content = content;
    updateIcon();
}

void TrayIcon::updateIcon()
{
    if (!m_icon)
        return;
    m_icon->setIcon(trayImage(m_content.state));
    m_icon->setToolTip(toolTip());
}

QString TrayIcon::toolTip() const
{
    if (m_content.server.isEmpty())
        return u"Relais"_s;
    QStringList words;
    for (const AlertKind kind : m_content.alerts)
        words.append(alertName(kind));
    switch (m_content.state) {
    case TrayState::Disconnected:
        words.append(tr("not connected"));
        break;
    case TrayState::Connected:
        words.append(tr("connected"));
        break;
    case TrayState::Stale:
        words.append(tr("figures are out of date"));
        break;
    case TrayState::Alert:
        break; // said by its name
    }
    return tr("%1: %2").arg(m_content.server, words.join(u", "_s));
}

void TrayIcon::setProfiles(const std::vector<Profile> &profiles, const QString &current)
{
    m_profileMenu->clear();
    for (const Profile &profile : profiles) {
        // A menu takes an ampersand for the mark of its key.
        auto *const action
            = m_profileMenu->addAction(swatch(profile.color), QString(profile.name).replace(u'&', u"&&"_s));
        action->setCheckable(true);
        action->setChecked(profile.id == current);
        connect(action, &QAction::triggered, this, [this, id = profile.id] { Q_EMIT profileChosen(id); });
    }
    m_profileMenu->setEnabled(!profiles.empty());
}

void TrayIcon::setWindowVisible(bool isVisible)
{
    m_isWindowVisible = isVisible;
    retranslate();
}

void TrayIcon::showMessage(const Notification &notification)
{
    if (!m_isAvailable)
        return;
    const bool isCritical = notification.severity == AlertSeverity::Critical;
    m_icon->showMessage(notification.summary, notification.body,
                        isCritical ? QSystemTrayIcon::Critical : QSystemTrayIcon::Warning);
}

void TrayIcon::retranslate()
{
    m_toggle->setText(m_isWindowVisible ? tr("Hide the window") : tr("Show the window"));
    m_profileMenu->setTitle(tr("Connect to"));
    m_quit->setText(tr("Quit"));
    updateIcon();
}

/// The menu is the widget that hears of a change of language.
bool TrayIcon::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_menu && event->type() == QEvent::LanguageChange)
        retranslate();
    return QObject::eventFilter(watched, event);
}

} // namespace relais::dashboard
