// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

namespace relais::server {

/// What the transport has done since the start, over all threads. Relaxed: figures, not synchronisation.
struct TransportCounters {
    std::atomic<std::uint64_t> connectionsAccepted = 0;
    std::atomic<std::uint64_t> connectionsRefused = 0;
    std::atomic<std::uint64_t> connectionsOpen = 0;
    std::atomic<std::uint64_t> requests = 0;
    std::atomic<std::uint64_t> requestsMalformed = 0;
    std::atomic<std::uint64_t> upgrades = 0;
    std::atomic<std::uint64_t> protocolViolations = 0; ///< WebSockets closed 1002, 1007 or 1009
    std::atomic<std::uint64_t> timeouts = 0;
    std::atomic<std::uint64_t> tlsHandshakes = 0; ///< finished
    std::atomic<std::uint64_t> tlsFailures = 0; ///< handshakes refused, timed out, or left by the client

    static void add(std::atomic<std::uint64_t> &counter, std::uint64_t count = 1)
    {
        counter.fetch_add(count, std::memory_order_relaxed);
    }
};

} // namespace relais::server
