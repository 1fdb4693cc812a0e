// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/session/watchbuffer.h"

#include <iterator>

namespace relais::dashboard {

WatchBuffer::WatchBuffer()
    : WatchBuffer(Bounds{})
{
}

WatchBuffer::WatchBuffer(Bounds bounds)
    : m_bounds(bounds)
{
}

bool WatchBuffer::addTap(TapBatch batch)
{
    std::size_t bytes = 0;
    for (const auto &message : batch.messages)
        bytes += weightOf(*message);
    const std::lock_guard locked(m_lock);
    const bool wasEmpty = m_content.isEmpty();
    m_content.tap.messages.insert(m_content.tap.messages.end(), std::make_move_iterator(batch.messages.begin()),
                                  std::make_move_iterator(batch.messages.end()));
    m_content.tap.leftOut += batch.leftOut;
    m_content.tap.dropped += batch.dropped;
    m_bytes += bytes;
    dropExcess();
    return wasEmpty;
}

void WatchBuffer::dropExcess()
{
    auto &messages = m_content.tap.messages;
    std::size_t count = 0;
    while (count < messages.size() && (messages.size() - count > m_bounds.messages || m_bytes > m_bounds.bytes))
        m_bytes -= weightOf(*messages[count++]);
    messages.erase(messages.begin(), messages.begin() + static_cast<std::ptrdiff_t>(count));
    m_content.tap.dropped += count;
}

bool WatchBuffer::setStats(QJsonObject stats)
{
    const std::lock_guard locked(m_lock);
    const bool wasEmpty = m_content.isEmpty();
    m_content.stats = std::move(stats);
    return wasEmpty;
}

WatchBuffer::Content WatchBuffer::take()
{
    const std::lock_guard locked(m_lock);
    m_bytes = 0;
    return std::exchange(m_content, {});
}

} // namespace relais::dashboard
