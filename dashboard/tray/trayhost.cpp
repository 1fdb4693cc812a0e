// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/tray/trayhost.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

const auto service = u"org.kde.StatusNotifierWatcher"_s;
const auto path = u"/StatusNotifierWatcher"_s;
const auto interface = u"org.kde.StatusNotifierWatcher"_s;

} // namespace

TrayHost::TrayHost(const QDBusConnection &bus, QObject *parent)
    : QObject(parent)
    , m_bus(bus)
    , m_watcher(service, bus, QDBusServiceWatcher::WatchForOwnerChange)
{
    if (!m_bus.isConnected())
        return;
    connect(&m_watcher, &QDBusServiceWatcher::serviceRegistered, this, &TrayHost::ask);
    connect(&m_watcher, &QDBusServiceWatcher::serviceUnregistered, this, [this] { set(false); });
    m_bus.connect(service, path, interface, u"StatusNotifierHostRegistered"_s, this, SLOT(ask()));
    m_bus.connect(service, path, interface, u"StatusNotifierHostUnregistered"_s, this, SLOT(ask()));
    ask();
}

void TrayHost::ask()
{
    auto message = QDBusMessage::createMethodCall(service, path, u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    message << interface << u"IsStatusNotifierHostRegistered"_s;
    auto *const watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        watcher->deleteLater();
        set(reply.isValid() && reply.value().variant().toBool());
    });
}

void TrayHost::set(bool isThere)
{
    if (isThere == m_isThere)
        return;
    m_isThere = isThere;
    Q_EMIT changed(isThere);
}

} // namespace relais::dashboard
