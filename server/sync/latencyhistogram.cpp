// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/sync/latencyhistogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace relais::server {

void LatencyHistogram::record(std::chrono::nanoseconds duration, std::uint64_t times)
{
    const auto microseconds
        = std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::microseconds>(duration).count());
    Period &period = m_periods[m_current.load(std::memory_order_relaxed)];
    period[bucketOf(static_cast<std::uint64_t>(microseconds))].fetch_add(times, std::memory_order_relaxed);
}

void LatencyHistogram::rotate()
{
    const std::size_t next = 1 - m_current.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < buckets; ++i)
        m_dropped[i] += m_periods[next][i].exchange(0, std::memory_order_relaxed);
    m_current.store(next, std::memory_order_relaxed);
}

std::chrono::nanoseconds LatencyHistogram::quantile(double fraction) const
{
    std::array<std::uint64_t, buckets> counts{};
    std::uint64_t total = 0;
    for (const Period &period : m_periods) {
        for (std::size_t i = 0; i < buckets; ++i) {
            const std::uint64_t count = period[i].load(std::memory_order_relaxed);
            counts[i] += count;
            total += count;
        }
    }
    if (total == 0)
        return {};
    const auto rank = static_cast<std::uint64_t>(std::ceil(fraction * static_cast<double>(total)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < buckets; ++i) {
        seen += counts[i];
        if (seen >= rank)
            return std::chrono::microseconds(upperBound(i));
    }
    return std::chrono::microseconds(upperBound(buckets - 1));
}

LatencyHistogram::Totals LatencyHistogram::totals() const
{
    Totals totals;
    for (std::size_t i = 0; i < buckets; ++i) {
        std::uint64_t count = m_dropped[i];
        for (const Period &period : m_periods)
            count += period[i].load(std::memory_order_relaxed);
        totals.count += count;
        totals.seconds += static_cast<double>(count) * static_cast<double>(upperBound(i)) / 1e6;
        for (std::size_t power = Totals::first; power <= Totals::last; ++power) {
            if (upperBound(i) < std::uint64_t{1} << power)
                totals.below[power - Totals::first] += count;
        }
    }
    return totals;
}

/// Below `steps` a bucket for each microsecond, then `steps` buckets for each power of two.
std::size_t LatencyHistogram::bucketOf(std::uint64_t microseconds)
{
    if (microseconds < steps)
        return microseconds;
    constexpr auto stepBits = static_cast<std::size_t>(std::countr_zero(steps));
    const auto shift = static_cast<std::size_t>(std::bit_width(microseconds)) - 1 - stepBits;
    const std::size_t bucket = (shift + 1) * steps + ((microseconds >> shift) - steps);
    return std::min(bucket, buckets - 1);
}

std::uint64_t LatencyHistogram::upperBound(std::size_t bucket)
{
    if (bucket < steps)
        return bucket;
    const std::size_t shift = bucket / steps - 1;
    return ((steps + bucket % steps + 1) << shift) - 1;
}

} // namespace relais::server
