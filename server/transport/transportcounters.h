// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace relais::server {

/// What one I/O thread has read and written for its clients, without what TLS adds. Counted at every send, so each
/// thread has a cache line of its own; only that thread adds, any may read.
struct alignas(64) ByteCounters {
    std::atomic<std::uint64_t> in = 0;
    std::atomic<std::uint64_t> out = 0;

    static void add(std::atomic<std::uint64_t> &counter, std::size_t count)
    {
        counter.store(counter.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
    }
};

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

    static constexpr std::size_t maximumThreads = 64; ///< that the setting `threads` takes
    std::array<ByteCounters, maximumThreads> bytes;
    std::atomic<std::size_t> threads = 0; ///< that have taken theirs

    ByteCounters &bytesOfNextThread() { return bytes[threads++ % maximumThreads]; }
    std::uint64_t bytesIn() const { return sum(&ByteCounters::in); }
    std::uint64_t bytesOut() const { return sum(&ByteCounters::out); }

    static void add(std::atomic<std::uint64_t> &counter, std::uint64_t count = 1)
    {
        counter.fetch_add(count, std::memory_order_relaxed);
    }

private:
    std::uint64_t sum(std::atomic<std::uint64_t> ByteCounters::*direction) const
    {
        std::uint64_t sum = 0;
        for (const ByteCounters &thread : bytes)
            sum += (thread.*direction).load(std::memory_order_relaxed);
        return sum;
    }
};

} // namespace relais::server
