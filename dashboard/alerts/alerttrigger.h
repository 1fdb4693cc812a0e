// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

#include "common/core/clock.h"
#include "dashboard/alerts/alertrules.h"

namespace relais::dashboard {

/// Decides when a figure that goes up and down is an alert, and when no longer.
///
///     Quiet ──── past ───► Suspected ── past, for `hold` ──► Raised ◄── not well ──┐
///       ▲                      │                               └───── well ───► Relaxing
///       ├──── not past ────────┘                                                    │
///       └──────────────────────────── well, for `clearAfter` ───────────────────────┘
///
/// What is unknown proves nothing: it breaks a suspicion, and keeps an alert.
class AlertTrigger {
public:
    /// How it stands now. Returns whether isRaised() has changed. Called at least once a second, else it is as late.
    bool judge(AlertReading reading, std::chrono::seconds hold, std::chrono::seconds clearAfter, MonotonicTime now);
    void reset() { m_state = State::Quiet; }
    bool isRaised() const { return m_state == State::Raised || m_state == State::Relaxing; }

private:
    enum class State : std::uint8_t { Quiet, Suspected, Raised, Relaxing };

    void enter(State state, MonotonicTime now);

    State m_state = State::Quiet;
    MonotonicTime m_since; ///< in this state
};

} // namespace relais::dashboard
