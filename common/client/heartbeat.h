// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include "common/core/clock.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace relais::client {

/// Whether a connection still lives. A peer that goes without a word, or behind a cable that was pulled, leaves a
/// connection that looks well for as long as nothing is sent. What seems quiet for too long is asked.
class Heartbeat {
public:
    /// When the server does not say.
    static constexpr std::chrono::milliseconds defaultInterval{25'000};
    /// A server that asked for more would have its clients do nothing else.
    static constexpr std::chrono::milliseconds shortestInterval{1000};

    void start(MonotonicTime now, std::optional<std::chrono::milliseconds> interval)
    {
        m_interval = std::max(interval.value_or(defaultInterval), shortestInterval);
        heard(now);
    }
    /// Something came, whatever it was.
    void heard(MonotonicTime now)
    {
        m_lastHeard = now;
        m_answerDue.reset();
    }
    void asked(MonotonicTime answerDue) { m_answerDue = answerDue; }

    bool isAsking() const { return m_answerDue.has_value(); }
    bool isToBeAsked(MonotonicTime now) const { return !m_answerDue && now >= m_lastHeard + m_interval; }
    bool isDead(MonotonicTime now) const { return m_answerDue && now >= *m_answerDue; }
    /// When one of the two becomes true.
    MonotonicTime deadline() const { return m_answerDue.value_or(m_lastHeard + m_interval); }

private:
    std::chrono::milliseconds m_interval = defaultInterval;
    MonotonicTime m_lastHeard;
    std::optional<MonotonicTime> m_answerDue;
};

} // namespace relais::client
