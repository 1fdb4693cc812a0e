// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/client/readposition.h"

#include <algorithm>

namespace relais::client {

ReadPosition::ReadPosition(std::string cursor)
    : m_cursor(std::move(cursor))
    , m_last(MessageId::parse(m_cursor))
{
}

void ReadPosition::advance(const std::string &cursor)
{
    const auto position = MessageId::parse(cursor);
    if (position && m_last && *position < *m_last)
        return;
    m_cursor = cursor;
    if (position)
        m_last = position;
}

void ReadPosition::restart(const std::string &cursor)
{
    m_cursor = cursor;
    m_last.reset();
}

bool ReadPosition::take(MessageId id)
{
    if (m_last && id <= *m_last)
        return false;
    m_last = id;
    m_cursor = id.toString();
    if (wasDelivered(id))
        return false;
    m_highest = std::max(m_highest.value_or(id), id);
    m_delivered.push_back(id);
    if (m_delivered.size() > rememberedIds)
        m_delivered.pop_front();
    return true;
}

bool ReadPosition::wasDelivered(MessageId id) const
{
    // Only after a restart do ids come that are not above the highest, so the search is rare.
    return m_highest && id <= *m_highest && std::ranges::find(m_delivered, id) != m_delivered.end();
}

} // namespace relais::client
