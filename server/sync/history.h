// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "common/core/clock.h"

namespace relais::server {

/// The figures of which there is a history.
enum class HistoryFigure : std::uint8_t {
    WebSockets,
    LongPolls,
    Sockets,
    Users,
    QueueMessages,
    QueueBytes,
    OldestAge,
    MessagesIn,
    MessagesOut,
    BytesIn,
    BytesOut,
    Errors,
    LatencyMedian,
    Latency99,
    CpuPercent,
    ResidentBytes,
};
inline constexpr std::size_t historyFigures = static_cast<std::size_t>(HistoryFigure::ResidentBytes) + 1;

/// All figures at one moment, or over one step that ended then.
struct HistoryPoint {
    UnixTime time;
    std::array<double, historyFigures> values{};

    double &operator[](HistoryFigure figure) { return values[static_cast<std::size_t>(figure)]; }
    double operator[](HistoryFigure figure) const { return values[static_cast<std::size_t>(figure)]; }
};

/// The figures of the last day, so that a chart that was just opened is not empty: each second of five minutes, each
/// ten of an hour, each five minutes of a day. A step holds the mean of its seconds, of ages and latencies the
/// highest. Memory is fixed: about 130 KB. Not thread-safe.
class History {
public:
    enum class Range : std::uint8_t { FiveMinutes, Hour, Day };

    /// Once a second.
    void record(const HistoryPoint &point);

    /// The oldest first; the last step may not be over yet.
    std::vector<HistoryPoint> points(Range range) const;

    static std::chrono::seconds step(Range range);
    /// As the status names the figure: "queue.messages".
    static std::string_view name(HistoryFigure figure);

private:
    class Ring {
    public:
        Ring(std::size_t capacity, unsigned pointsInStep);
        void record(const HistoryPoint &point);
        std::vector<HistoryPoint> points() const;

    private:
        HistoryPoint unfinished() const;

        const std::size_t m_capacity;
        const unsigned m_pointsInStep;
        std::vector<HistoryPoint> m_points; ///< from m_begin on, around
        std::size_t m_begin = 0;
        HistoryPoint m_sum; ///< of the step that is not over, or its maximum
        unsigned m_count = 0;
    };
    const Ring &ring(Range range) const;

    Ring m_seconds{300, 1};
    Ring m_tens{360, 10};
    Ring m_fiveMinutes{288, 300};
};

} // namespace relais::server
