// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/sync/syncstatistics.h"

namespace relais::server {

namespace {

constexpr std::size_t samplesPerLatencyPeriod = 30;

} // namespace

std::uint64_t SyncStatistics::errors() const
{
    std::uint64_t sum = 0;
    for (const auto &count : m_errors)
        sum += count.load(std::memory_order_relaxed);
    return sum;
}

std::optional<SyncStatistics::Rates> SyncStatistics::ratesBetween(const Sample &earlier, const Sample &later)
{
    const double seconds = std::chrono::duration<double>(later.time - earlier.time).count();
    if (seconds <= 0)
        return std::nullopt;
    const auto rate = [seconds](std::uint64_t before, std::uint64_t after) {
        return static_cast<double>(after - before) / seconds;
    };
    return Rates{.messagesIn = rate(earlier.messagesIn, later.messagesIn),
                 .messagesOut = rate(earlier.messagesOut, later.messagesOut),
                 .bytesIn = rate(earlier.bytesIn, later.bytesIn),
                 .bytesOut = rate(earlier.bytesOut, later.bytesOut),
                 .errors = rate(earlier.errors, later.errors)};
}

void SyncStatistics::sample(MonotonicTime now, const TransportFigures &transport)
{
    const Sample latest{.time = now,
                        .messagesIn = messagesIn.load(),
                        .messagesOut = messagesOut(),
                        .bytesIn = transport.bytesIn,
                        .bytesOut = transport.bytesOut,
                        .errors = errors()};
    if (m_taken > 0) {
        const Sample &oldest = m_samples[m_taken < window ? 0 : m_taken % window];
        m_rates = ratesBetween(oldest, latest).value_or(m_rates);
        m_latestRates = ratesBetween(m_samples[(m_taken - 1) % window], latest).value_or(m_latestRates);
    }
    m_samples[m_taken % window] = latest;
    ++m_taken;
    if (m_taken % samplesPerLatencyPeriod == 0) {
        deliveryLatency.rotate();
        publishLatency.rotate();
    }
}

} // namespace relais::server
