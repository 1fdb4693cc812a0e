// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/alerts/alertnotifications.h"

#include "dashboard/alerts/alertmonitor.h"
#include "dashboard/alerts/alerttexts.h"

namespace relais::dashboard {

namespace {

QString keyOf(AlertKind kind)
{
    const auto name = alertTraits(kind).name;
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

Notification notificationOf(const Alert &alert)
{
    return {.key = keyOf(alert.kind),
            .summary = alert.server.simplified() + QStringLiteral(" — ") + alertName(alert.kind),
            .body = alertDetails(alert),
            .severity = alertTraits(alert.kind).severity};
}

} // namespace

AlertNotifications::AlertNotifications(AlertMonitor &monitor, Notifier &notifier, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_monitor(monitor)
    , m_notifier(notifier)
    , m_clock(clock)
{
    connect(&monitor, &AlertMonitor::raised, this, &AlertNotifications::tell);
    connect(&monitor, &AlertMonitor::cleared, this, &AlertNotifications::takeBack);
    connect(&monitor, &AlertMonitor::dismissed, this, &AlertNotifications::takeBack);
}

void AlertNotifications::setEnabled(bool isEnabled)
{
    m_isEnabled = isEnabled;
    tell();
}

void AlertNotifications::mute(std::chrono::minutes duration)
{
    m_mutedUntil = m_clock.monotonic() + duration;
    Q_EMIT muteChanged();
}

void AlertNotifications::unmute()
{
    if (!m_mutedUntil)
        return;
    m_mutedUntil.reset();
    Q_EMIT muteChanged();
    tell();
}

std::optional<UnixTime> AlertNotifications::mutedUntil() const
{
    if (!m_mutedUntil)
        return std::nullopt;
    return m_clock.now() + std::chrono::duration_cast<std::chrono::milliseconds>(*m_mutedUntil - m_clock.monotonic());
}

void AlertNotifications::tick()
{
    if (m_mutedUntil && m_clock.monotonic() >= *m_mutedUntil)
        unmute();
}

void AlertNotifications::tell()
{
    if (!m_isEnabled || m_mutedUntil)
        return;
    for (const Alert &alert : m_monitor.current()) {
        if (alert.isDismissed || wasTold(alert.kind))
            continue;
        wasTold(alert.kind) = true;
        m_notifier.show(notificationOf(alert));
    }
}

void AlertNotifications::takeBack(const Alert &alert)
{
    if (!wasTold(alert.kind))
        return;
    // One that was dismissed is raised still, and not to be told again; current() says that it was.
    wasTold(alert.kind) = false;
    m_notifier.close(keyOf(alert.kind));
}

} // namespace relais::dashboard
