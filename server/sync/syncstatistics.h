// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "common/core/clock.h"
#include "server/sync/latencyhistogram.h"

namespace relais::server {

/// What has gone through since the start. The counters may be used from any thread; sample() and the rates belong to
/// one thread and are guarded by who owns them.
class SyncStatistics {
public:
    std::atomic<std::uint64_t> messagesIn = 0; ///< accepted from publishers
    std::atomic<std::uint64_t> deliveriesWebSocket = 0;
    std::atomic<std::uint64_t> deliveriesPoll = 0;
    std::atomic<std::uint64_t> errors = 0; ///< requests and frames refused
    LatencyHistogram deliveryLatency; ///< from acceptance to the last send() of a pass, weighted by clients

    struct Rates {
        double messagesIn = 0; ///< a second
        double messagesOut = 0;
    };

    /// Once a second or so: takes the counters for rates over the last ten samples.
    void sample(MonotonicTime now);
    Rates rates() const { return m_rates; }
    std::uint64_t messagesOut() const { return deliveriesWebSocket.load() + deliveriesPoll.load(); }

private:
    struct Sample {
        MonotonicTime time;
        std::uint64_t messagesIn = 0;
        std::uint64_t messagesOut = 0;
    };
    static constexpr std::size_t window = 10;
    std::array<Sample, window> m_samples{};
    std::size_t m_taken = 0;
    Rates m_rates;
};

} // namespace relais::server
