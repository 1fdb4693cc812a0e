// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/latencyhistogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace relais::bench {

void LatencyHistogram::record(std::chrono::nanoseconds duration)
{
    const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0));
    ++m_buckets[bucketOf(value)];
    ++m_count;
}

std::chrono::nanoseconds LatencyHistogram::quantile(double fraction) const
{
    if (m_count == 0)
        return {};
    const auto rank
        = std::max<std::uint64_t>(static_cast<std::uint64_t>(std::ceil(fraction * static_cast<double>(m_count))), 1);
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < m_buckets.size(); ++bucket) {
        seen += m_buckets[bucket];
        if (seen >= rank)
            return std::chrono::nanoseconds(static_cast<std::int64_t>(upperEnd(bucket)));
    }
    return {};
}

// Values below 64 have a bucket each. From there on, a value with its highest bit at p lies in the 64 buckets
// of p, by the six bits after the highest one.
std::size_t LatencyHistogram::bucketOf(std::uint64_t value)
{
    if (value < BucketsPerPower)
        return value;
    const auto shift = static_cast<std::size_t>(std::bit_width(value) - 1 - PrecisionBits);
    return (shift + 1) * BucketsPerPower + ((value >> shift) - BucketsPerPower);
}

std::uint64_t LatencyHistogram::upperEnd(std::size_t bucket)
{
    if (bucket < BucketsPerPower)
        return bucket;
    const std::size_t shift = bucket / BucketsPerPower - 1;
    const std::uint64_t lower = (bucket % BucketsPerPower + BucketsPerPower) << shift;
    return lower + (std::uint64_t{1} << shift) - 1;
}

} // namespace relais::bench
