// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>

#include "common/core/clock.h"
#include "common/protocol/errors.h"
#include "server/sync/latencyhistogram.h"
#include "server/sync/transportfigures.h"

namespace relais::server {

/// What has gone through since the start. The counters may be used from any thread; sample() and the rates belong to
/// one thread and are guarded by who owns them.
class SyncStatistics {
public:
    std::atomic<std::uint64_t> messagesIn = 0; ///< accepted from publishers
    std::atomic<std::uint64_t> deliveriesWebSocket = 0;
    std::atomic<std::uint64_t> deliveriesPoll = 0;
    LatencyHistogram deliveryLatency; ///< from acceptance to the last send() of a pass, weighted by clients
    LatencyHistogram publishLatency; ///< from a request to its outcome: with a journal, until that has committed it

    /// A request or a frame was refused.
    void recordError(ErrorCode code)
    {
        m_errors[static_cast<std::size_t>(code)].fetch_add(1, std::memory_order_relaxed);
    }
    std::uint64_t errors(ErrorCode code) const { return m_errors[static_cast<std::size_t>(code)].load(); }
    std::uint64_t errors() const;

    struct Rates {
        double messagesIn = 0; ///< a second
        double messagesOut = 0;
        double bytesIn = 0;
        double bytesOut = 0;
        double errors = 0;
    };

    /// Once a second or so: takes the counters for rates over the last ten samples.
    void sample(MonotonicTime now, const TransportFigures &transport = {});
    Rates rates() const { return m_rates; }
    /// Between the last two samples.
    Rates latestRates() const { return m_latestRates; }
    std::uint64_t messagesOut() const { return deliveriesWebSocket.load() + deliveriesPoll.load(); }

private:
    struct Sample {
        MonotonicTime time;
        std::uint64_t messagesIn = 0;
        std::uint64_t messagesOut = 0;
        std::uint64_t bytesIn = 0;
        std::uint64_t bytesOut = 0;
        std::uint64_t errors = 0;
    };
    static std::optional<Rates> ratesBetween(const Sample &earlier, const Sample &later);

    std::array<std::atomic<std::uint64_t>, errorCodeCount> m_errors{};
    static constexpr std::size_t window = 10;
    std::array<Sample, window> m_samples{};
    std::size_t m_taken = 0;
    Rates m_rates;
    Rates m_latestRates;
};

} // namespace relais::server
