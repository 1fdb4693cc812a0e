// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QObject>

#include "common/core/clock.h"
#include "dashboard/alerts/alert.h"
#include "dashboard/alerts/alertrules.h"
#include "dashboard/alerts/alerttrigger.h"

namespace relais::dashboard {

/// Holds the figures of one server at a time against the rules for it. Lives in one thread.
class AlertMonitor final : public QObject {
    Q_OBJECT

public:
    enum class Connection : std::uint8_t {
        None, ///< nobody wants one: there is nothing to be alerted of
        Lost, ///< there are no figures, or old ones
        Live,
    };

    /// `clock` is borrowed.
    explicit AlertMonitor(const Clock &clock, QObject *parent = nullptr);

    /// From now on these are the figures of another server. What was raised of the last one has ended.
    void watch(const QString &server, const AlertRules &rules);
    /// What the new rules do not call an alert has ended, and what they still do goes on.
    void setRules(const AlertRules &rules);
    void setConnection(Connection connection);
    void setFigures(const FigureSet &figures);
    /// Time has passed. Once a second.
    void tick();

    /// The operator has seen it: it is not shown any more, unless it is raised anew.
    void dismiss(AlertKind kind);
    void dismissAll();

    const AlertRules &rules() const { return m_rules; }
    const QString &server() const { return m_server; }
    /// What is raised, the oldest first.
    std::vector<Alert> current() const;
    /// What a kind's limit is compared with now; none while that is not known.
    std::optional<double> value(AlertKind kind) const;

Q_SIGNALS:
    void raised(const relais::dashboard::Alert &alert);
    void cleared(const relais::dashboard::Alert &alert);
    void dismissed(const relais::dashboard::Alert &alert);
    /// There are newer values.
    void updated();

private:
    struct Watched {
        AlertTrigger trigger;
        std::optional<Alert> alert; ///< while it is raised
    };

    Watched &watched(AlertKind kind) { return m_watched[static_cast<std::size_t>(kind)]; }
    AlertReading reading(AlertKind kind) const;
    void judge(AlertKind kind);
    void judgeAll();
    void end(AlertKind kind);
    void endAll();

    const Clock &m_clock;
    AlertRules m_rules;
    QString m_server;
    Connection m_connection = Connection::None;
    MonotonicTime m_lostAt;
    std::optional<FigureSet> m_figures;
    std::array<Watched, alertKindCount> m_watched;
};

} // namespace relais::dashboard
