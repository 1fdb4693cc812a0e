// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include "common/client/connectionrules.h"
#include "common/client/effects.h"
#include "common/core/clock.h"

#include <optional>
#include <string>

namespace relais::client {

/// When polls are sent. Each waits at the server for a message, so that an idle client asks once in a
/// pollingInterval, as one that does not wait would, but hears of a message at once.
///
///          start()              take()
///   Off ───────────► Waiting ──────────► Running
///    ▲                  ▲                   │
///    │ stop()           └───────────────────┘ succeeded(), failed(), renewToken()
///    └── from any
class PollLoop {
public:
    /// The most messages that a poll asks for; also the server's bound.
    static constexpr int limit = 1000;

    explicit PollLoop(const ConnectionRules &rules);

    bool isOn() const { return m_state != State::Off; }
    bool isRunning() const { return m_state == State::Running; }
    int failures() const { return m_failures; }
    TokenUse token() const { return m_token; } ///< of the running poll

    void start(MonotonicTime now);
    void stop();

    /// The next poll, when it is time for it.
    std::optional<StartPoll> take(MonotonicTime now, const std::string &since);
    bool hasTimedOut(MonotonicTime now) const { return isRunning() && now >= m_at; }

    /// `hasProgressed`: the answer named a new position. One that did not, and came before its time, is that of a
    /// server or a proxy that does not wait: then polls keep the interval between them.
    void succeeded(MonotonicTime now, bool hasProgressed);
    void failed(MonotonicTime now, std::chrono::milliseconds wait);
    /// The token was refused: at once again, with another.
    void renewToken(MonotonicTime now);
    /// What was waited for may be over: now.
    void hurry(MonotonicTime now);

    /// When something is to be done: the next poll, or giving up the running one.
    std::optional<MonotonicTime> deadline() const;

private:
    enum class State : std::uint8_t {
        Off,
        Waiting,
        Running,
    };

    void waitUntil(MonotonicTime at, TokenUse token);

    const ConnectionRules &m_rules;
    State m_state = State::Off;
    MonotonicTime m_at; ///< Waiting: when the next one is due; Running: when it is given up
    MonotonicTime m_startedAt;
    std::chrono::milliseconds m_wait{0}; ///< of the running poll
    TokenUse m_token = TokenUse::Ask;
    int m_failures = 0;
};

} // namespace relais::client
