// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/alerts/desktopnotifier.h"

#include <algorithm>

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

const auto service = u"org.freedesktop.Notifications"_s;
const auto path = u"/org/freedesktop/Notifications"_s;
const auto interface = u"org.freedesktop.Notifications"_s;
const auto program = u"relais-dashboard"_s; // its icon, and its desktop file

constexpr int answerTimeout = 5000; // ms: the bus may have to start the service first

// As the specification counts them.
constexpr uchar urgencyNormal = 1;
constexpr uchar urgencyCritical = 2;
constexpr int untilTheDesktopThinks = -1;
constexpr int untilItIsClosed = 0;

QDBusMessage call(const QString &method)
{
    return QDBusMessage::createMethodCall(service, path, interface, method);
}

} // namespace

DesktopNotifier::DesktopNotifier(const QDBusConnection &bus, QObject *parent)
    : QObject(parent)
    , m_bus(bus)
    , m_watcher(service, bus, QDBusServiceWatcher::WatchForUnregistration)
{
    if (!m_bus.isConnected())
        return;
    m_bus.connect(service, path, interface, u"NotificationClosed"_s, this, SLOT(onNotificationClosed(uint, uint)));
    m_bus.connect(service, path, interface, u"ActionInvoked"_s, this, SLOT(onActionInvoked(uint, QString)));
    connect(&m_watcher, &QDBusServiceWatcher::serviceUnregistered, this, &DesktopNotifier::onServiceLost);
}

DesktopNotifier::~DesktopNotifier()
{
    for (const auto &[key, shown] : m_shown) {
        if (shown.id != 0)
            closeShown(shown.id);
    }
}

void DesktopNotifier::show(const Notification &notification)
{
    if (!m_bus.isConnected()) {
        Q_EMIT failed(notification);
        return;
    }
    Shown &shown = m_shown[notification.key];
    shown.wanted = notification;
    if (shown.isSending)
        shown.isOutdated = true;
    else
        send(notification.key);
}

void DesktopNotifier::close(const QString &key)
{
    const auto found = m_shown.find(key);
    if (found == m_shown.end())
        return;
    Shown &shown = found->second;
    shown.wanted.reset();
    if (shown.isSending) {
        shown.isOutdated = true;
        return;
    }
    if (shown.id != 0)
        closeShown(shown.id);
    m_shown.erase(found);
}

void DesktopNotifier::send(const QString &key)
{
    Shown &shown = m_shown[key];
    shown.isSending = true;
    shown.isOutdated = false;
    const bool isCritical = shown.wanted->severity == AlertSeverity::Critical;
    auto message = call(u"Notify"_s);
    message << u"Relais"_s << shown.id << program << shown.wanted->summary << shown.wanted->body
            << QStringList{u"default"_s, tr("Show")}
            << QVariantMap{{u"urgency"_s, QVariant::fromValue(isCritical ? urgencyCritical : urgencyNormal)},
                           {u"desktop-entry"_s, program}}
            << (isCritical ? untilItIsClosed : untilTheDesktopThinks);
    auto *const watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message, answerTimeout), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, key] {
        const QDBusPendingReply<uint> reply = *watcher;
        watcher->deleteLater();
        onAnswer(key, reply.isValid() ? std::optional(reply.value()) : std::nullopt);
    });
}

void DesktopNotifier::onAnswer(const QString &key, std::optional<uint> id)
{
    Shown &shown = m_shown[key];
    shown.isSending = false;
    shown.id = id.value_or(0);
    if (!id) {
        const auto wanted = shown.wanted;
        m_shown.erase(key);
        if (wanted)
            Q_EMIT failed(*wanted);
    } else if (shown.isOutdated && shown.wanted) {
        send(key);
    } else if (shown.isOutdated) {
        close(key);
    }
}

void DesktopNotifier::closeShown(uint id)
{
    auto message = call(u"CloseNotification"_s);
    message << id;
    m_bus.send(message);
}

void DesktopNotifier::onNotificationClosed(uint id, uint)
{
    std::erase_if(m_shown, [id](const auto &entry) { return entry.second.id == id && !entry.second.isSending; });
}

void DesktopNotifier::onActionInvoked(uint id, const QString &)
{
    // Everyone on the bus hears of every click.
    const bool isOurs = std::ranges::any_of(m_shown, [id](const auto &entry) { return entry.second.id == id; });
    if (isOurs)
        Q_EMIT activated();
}

/// Its successor gives the same ids to others.
void DesktopNotifier::onServiceLost()
{
    std::erase_if(m_shown, [](const auto &entry) { return !entry.second.isSending; });
    for (auto &[key, shown] : m_shown)
        shown.id = 0;
}

} // namespace relais::dashboard
