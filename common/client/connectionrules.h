// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include "common/client/backoff.h"
#include "common/client/outbox.h"

#include <chrono>
#include <string>

namespace relais::client {

/// What a ConnectionMachine goes by. The defaults are those of every client library.
struct ConnectionRules {
    std::chrono::milliseconds pollingInterval{5000}; ///< how long a poll waits for a message
    int maxReconnectAttempts = 10; ///< WebSocket attempts before it is tried seldom only
    std::chrono::milliseconds connectionTimeout{10000}; ///< for every answer that a server owes
    std::chrono::milliseconds fallbackDelay{2000}; ///< how long a WebSocket has before polling starts beside it
    BackOff backOff{std::chrono::milliseconds(1000), std::chrono::milliseconds(30000)};
    bool canRenewToken = false; ///< there is a provider to ask
    std::string cursor; ///< to go on from; empty: begin with what comes from now on
    std::size_t maximumMessageBytes = 1024 * 1024;
    Outbox::Bounds outbox;

    // What follows from these.
    /// A WebSocket that lived for this long was a good one, and its end is a first failure again.
    std::chrono::milliseconds stableAfter() const { return connectionTimeout; }
    /// After the budget is used up, tries come at most this far apart.
    std::chrono::milliseconds longestProbeInterval() const { return 10 * backOff.longest; }
};

} // namespace relais::client
