// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/sync/history.h"

#include <algorithm>

namespace relais::server {

namespace {

/// What a step shows of its seconds.
enum class Summary : std::uint8_t { Mean, Highest };

struct Row {
    HistoryFigure figure;
    std::string_view name;
    Summary summary = Summary::Mean;
};

constexpr std::array<Row, historyFigures> table{{{HistoryFigure::WebSockets, "connections.webSocket"},
                                                 {HistoryFigure::LongPolls, "connections.longPoll"},
                                                 {HistoryFigure::Sockets, "connections.sockets"},
                                                 {HistoryFigure::Users, "users"},
                                                 {HistoryFigure::QueueMessages, "queue.messages"},
                                                 {HistoryFigure::QueueBytes, "queue.bytes"},
                                                 {HistoryFigure::OldestAge, "queue.oldestAgeMs", Summary::Highest},
                                                 {HistoryFigure::MessagesIn, "rates.messagesIn"},
                                                 {HistoryFigure::MessagesOut, "rates.messagesOut"},
                                                 {HistoryFigure::BytesIn, "rates.bytesIn"},
                                                 {HistoryFigure::BytesOut, "rates.bytesOut"},
                                                 {HistoryFigure::Errors, "rates.errors"},
                                                 {HistoryFigure::LatencyMedian, "latencyMs.p50", Summary::Highest},
                                                 {HistoryFigure::Latency99, "latencyMs.p99", Summary::Highest},
                                                 {HistoryFigure::CpuPercent, "process.cpuPercent"},
                                                 {HistoryFigure::ResidentBytes, "process.rssBytes"}}};

constexpr bool isInOrder()
{
    for (std::size_t row = 0; row < table.size(); ++row) {
        if (static_cast<std::size_t>(table[row].figure) != row)
            return false;
    }
    return true;
}
static_assert(isInOrder());

} // namespace

History::Ring::Ring(std::size_t capacity, unsigned pointsInStep)
    : m_capacity(capacity)
    , m_pointsInStep(pointsInStep)
{
}

void History::Ring::record(const HistoryPoint &point)
{
    m_sum.time = point.time;
    for (const Row &row : table) {
        const double before = m_count == 0 ? 0 : m_sum[row.figure];
        m_sum[row.figure]
            = row.summary == Summary::Mean ? before + point[row.figure] : std::max(before, point[row.figure]);
    }
    if (++m_count < m_pointsInStep)
        return;
    if (m_points.size() < m_capacity) {
        m_points.push_back(unfinished());
    } else {
        m_points[m_begin] = unfinished();
        m_begin = (m_begin + 1) % m_capacity;
    }
    m_count = 0;
}

HistoryPoint History::Ring::unfinished() const
{
    HistoryPoint point = m_sum;
    for (const Row &row : table) {
        if (row.summary == Summary::Mean)
            point[row.figure] /= m_count;
    }
    return point;
}

std::vector<HistoryPoint> History::Ring::points() const
{
    std::vector<HistoryPoint> points;
    points.reserve(m_points.size() + 1);
    const auto begin = m_points.begin() + static_cast<std::ptrdiff_t>(m_begin);
    points.insert(points.end(), begin, m_points.end());
    points.insert(points.end(), m_points.begin(), begin);
    if (m_count > 0)
        points.push_back(unfinished());
    return points;
}

void History::record(const HistoryPoint &point)
{
    m_seconds.record(point);
    m_tens.record(point);
    m_fiveMinutes.record(point);
}

const History::Ring &History::ring(Range range) const
{
    switch (range) {
    case Range::FiveMinutes:
        break;
    case Range::Hour:
        return m_tens;
    case Range::Day:
        return m_fiveMinutes;
    }
    return m_seconds;
}

std::vector<HistoryPoint> History::points(Range range) const
{
    return ring(range).points();
}

std::chrono::seconds History::step(Range range)
{
    switch (range) {
    case Range::FiveMinutes:
        break;
    case Range::Hour:
        return std::chrono::seconds(10);
    case Range::Day:
        return std::chrono::minutes(5);
    }
    return std::chrono::seconds(1);
}

std::string_view History::name(HistoryFigure figure)
{
    return table[static_cast<std::size_t>(figure)].name;
}

} // namespace relais::server
