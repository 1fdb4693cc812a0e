// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/alerts/alertmonitor.h"

#include <algorithm>

namespace relais::dashboard {

AlertMonitor::AlertMonitor(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
}

void AlertMonitor::watch(const QString &server, const AlertRules &rules)
{
    setConnection(Connection::None);
    m_server = server;
    m_rules = rules;
}

void AlertMonitor::setRules(const AlertRules &rules)
{
    for (const AlertTraits &traits : alertTraits()) {
        const AlertKind kind = traits.kind;
        if (m_rules[kind] == rules[kind])
            continue;
        m_rules[kind] = rules[kind];
        if (!rules[kind].isEnabled || reading(kind) != AlertReading::Past)
            end(kind);
    }
    judgeAll();
}

void AlertMonitor::setConnection(Connection connection)
{
    if (connection == Connection::Lost && m_connection != Connection::Lost)
        m_lostAt = m_clock.monotonic();
    m_connection = connection;
    if (connection == Connection::None)
        endAll();
    judgeAll();
}

void AlertMonitor::setFigures(const FigureSet &figures)
{
    m_figures = figures;
    judgeAll();
}

void AlertMonitor::tick()
{
    judgeAll();
}

std::optional<double> AlertMonitor::value(AlertKind kind) const
{
    if (m_connection == Connection::None)
        return std::nullopt;
    if (kind == AlertKind::ConnectionLost) {
        if (m_connection == Connection::Live)
            return 0;
        return static_cast<double>(
            std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.monotonic() - m_lostAt).count());
    }
    return m_connection == Connection::Live && m_figures ? alertValue(kind, *m_figures) : std::nullopt;
}

AlertReading AlertMonitor::reading(AlertKind kind) const
{
    if (kind == AlertKind::ConnectionLost)
        return m_connection == Connection::Lost ? AlertReading::Past : AlertReading::Well;
    if (m_connection != Connection::Live || !m_figures)
        return AlertReading::Unknown;
    // A server that is there and does not say, as of the latency while nothing is sent, has nothing to say.
    const auto present = alertValue(kind, *m_figures);
    return present ? readingOf(kind, m_rules[kind], *present) : AlertReading::Well;
}

void AlertMonitor::judge(AlertKind kind)
{
    const AlertRule &rule = m_rules[kind];
    if (!rule.isEnabled)
        return;
    Watched &one = watched(kind);
    if (!one.trigger.judge(reading(kind), rule.hold, alertTraits(kind).clearAfter, m_clock.monotonic()))
        return;
    if (!one.trigger.isRaised()) {
        end(kind);
        return;
    }
    one.alert = Alert{.kind = kind,
                      .server = m_server,
                      .value = value(kind).value_or(0),
                      .limit = rule.limit,
                      .since = m_clock.now(),
                      .until = {}};
    Q_EMIT raised(Alert(*one.alert));
}

void AlertMonitor::judgeAll()
{
    if (m_connection != Connection::None) {
        for (const AlertTraits &traits : alertTraits())
            judge(traits.kind);
    }
    Q_EMIT updated();
}

void AlertMonitor::end(AlertKind kind)
{
    Watched &one = watched(kind);
    one.trigger.reset();
    if (!one.alert)
        return;
    Alert ended = *one.alert;
    ended.until = m_clock.now();
    one.alert.reset();
    Q_EMIT cleared(ended);
}

void AlertMonitor::endAll()
{
    m_figures.reset();
    for (const AlertTraits &traits : alertTraits())
        end(traits.kind);
}

void AlertMonitor::dismiss(AlertKind kind)
{
    Watched &one = watched(kind);
    if (!one.alert || one.alert->isDismissed)
        return;
    one.alert->isDismissed = true;
    Q_EMIT dismissed(Alert(*one.alert));
}

void AlertMonitor::dismissAll()
{
    for (const AlertTraits &traits : alertTraits())
        dismiss(traits.kind);
}

std::vector<Alert> AlertMonitor::current() const
{
    std::vector<Alert> alerts;
    for (const Watched &one : m_watched) {
        if (one.alert)
            alerts.push_back(*one.alert);
    }
    std::ranges::stable_sort(alerts, {}, &Alert::since);
    return alerts;
}

} // namespace relais::dashboard
