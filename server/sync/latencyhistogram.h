// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace relais::server {

/// Durations by size, in buckets that grow by an eighth: quantiles to within 12 %, in constant memory. Covers the
/// last one to two periods, so that figures follow what happens now. record() may be called from any thread.
class LatencyHistogram {
public:
    void record(std::chrono::nanoseconds duration, std::uint64_t times = 1);
    /// Drops the period before the last from the quantiles; to be called from one thread, once a period.
    void rotate();
    /// The duration that `fraction` (0 to 1) of the records do not exceed; zero when there are none.
    std::chrono::nanoseconds quantile(double fraction) const;

    /// All records since the start, by powers of two of a microsecond.
    struct Totals {
        static constexpr std::size_t first = 6; ///< 64 µs
        static constexpr std::size_t last = 24; ///< 17 s
        /// How many records are below 2^(first + i) microseconds.
        std::array<std::uint64_t, last - first + 1> below{};
        std::uint64_t count = 0;
        double seconds = 0; ///< their sum, to within 12 %
    };
    /// Not while rotate() is called.
    Totals totals() const;

private:
    static constexpr std::size_t steps = 8; ///< a power of two
    static constexpr std::size_t buckets = 40 * steps;
    static std::size_t bucketOf(std::uint64_t microseconds);
    static std::uint64_t upperBound(std::size_t bucket);

    using Period = std::array<std::atomic<std::uint64_t>, buckets>;
    std::array<Period, 2> m_periods{};
    std::array<std::uint64_t, buckets> m_dropped{}; ///< what was in the periods before
    std::atomic<std::size_t> m_current = 0;
};

} // namespace relais::server
