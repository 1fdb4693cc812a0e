// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/messageorder.h"

#include "bench/runfailed.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace relais::bench {

void MessageOrder::acknowledge(std::string_view id)
{
    m_acknowledged.push_back(parsed(id));
}

void MessageOrder::deliver(std::string_view id)
{
    const Id parsedId = parsed(id);
    if (!m_delivered.empty() && parsedId <= m_delivered.back())
        throw RunFailed("message " + std::string(id) + " was delivered after a later one, or twice");
    m_delivered.push_back(parsedId);
}

void MessageOrder::verify() const
{
    std::vector<Id> acknowledged = m_acknowledged;
    std::ranges::sort(acknowledged);
    if (acknowledged != m_delivered)
        throw RunFailed(std::to_string(m_acknowledged.size()) + " messages were acknowledged, "
                        + std::to_string(m_delivered.size()) + " delivered, and they are not the same");
}

MessageOrder::Id MessageOrder::parsed(std::string_view text)
{
    Id id;
    const char *end = text.data() + text.size();
    const auto milliseconds = std::from_chars(text.data(), end, id.first);
    if (milliseconds.ec == std::errc() && milliseconds.ptr != end && *milliseconds.ptr == '-') {
        const auto sequence = std::from_chars(milliseconds.ptr + 1, end, id.second);
        if (sequence.ec == std::errc() && sequence.ptr == end)
            return id;
    }
    throw RunFailed("this is not a message id: " + std::string(text));
}

} // namespace relais::bench
