// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <optional>

#include <QObject>

#include "dashboard/alerts/alert.h"
#include "dashboard/alerts/notifier.h"

namespace relais::dashboard {

class AlertMonitor;

/// Tells the desktop of alerts: of each once while it is raised, and takes that back when it has ended or been
/// dismissed. While muted it is silent; what is then still raised it tells afterwards.
class AlertNotifications final : public QObject {
    Q_OBJECT

public:
    /// All are borrowed, and outlive this.
    AlertNotifications(AlertMonitor &monitor, Notifier &notifier, const Clock &clock, QObject *parent = nullptr);

    /// Off is as muted without an end.
    void setEnabled(bool isEnabled);
    void mute(std::chrono::minutes duration);
    void unmute();
    bool isMuted() const { return m_mutedUntil.has_value(); }
    /// By the clock on the wall.
    std::optional<UnixTime> mutedUntil() const;
    /// Time has passed. Once a second.
    void tick();

Q_SIGNALS:
    void muteChanged();

private:
    void tell();
    void takeBack(const Alert &alert);
    bool &wasTold(AlertKind kind) { return m_told[static_cast<std::size_t>(kind)]; }

    AlertMonitor &m_monitor;
    Notifier &m_notifier;
    const Clock &m_clock;
    bool m_isEnabled = true;
    std::optional<MonotonicTime> m_mutedUntil;
    std::array<bool, alertKindCount> m_told{};
};

} // namespace relais::dashboard
