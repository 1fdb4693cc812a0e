// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace relais::bench {

/// Counts of durations in buckets that are 1/64 of their power of two wide: any quantile to within 1.6 %, in
/// fixed memory however many samples there are.
class LatencyHistogram {
public:
    void record(std::chrono::nanoseconds duration); ///< a negative one counts as zero

    std::uint64_t count() const { return m_count; }

    /// The smallest bucket's upper end that `fraction` (0 to 1) of the samples do not exceed, by the
    /// nearest-rank method. Zero when there is no sample.
    std::chrono::nanoseconds quantile(double fraction) const;

private:
    static constexpr int PrecisionBits = 6;
    static constexpr std::size_t BucketsPerPower = std::size_t{1} << PrecisionBits;
    static constexpr std::size_t Powers = 64 - PrecisionBits;

    static std::size_t bucketOf(std::uint64_t value);
    static std::uint64_t upperEnd(std::size_t bucket);

    std::array<std::uint64_t, (Powers + 1) * BucketsPerPower> m_buckets{};
    std::uint64_t m_count = 0;
};

} // namespace relais::bench
