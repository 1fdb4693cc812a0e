// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/alerts/alerttrigger.h"

namespace relais::dashboard {

void AlertTrigger::enter(State state, MonotonicTime now)
{
    if (state == m_state)
        return;
    m_state = state;
    m_since = now;
}

bool AlertTrigger::judge(AlertReading reading, std::chrono::seconds hold, std::chrono::seconds clearAfter,
                         MonotonicTime now)
{
    const bool wasRaised = isRaised();
    if (!wasRaised) {
        enter(reading == AlertReading::Past ? State::Suspected : State::Quiet, now);
        if (m_state == State::Suspected && now - m_since >= hold)
            enter(State::Raised, now);
    } else {
        enter(reading == AlertReading::Well ? State::Relaxing : State::Raised, now);
        if (m_state == State::Relaxing && now - m_since >= clearAfter)
            enter(State::Quiet, now);
    }
    return isRaised() != wasRaised;
}

} // namespace relais::dashboard
