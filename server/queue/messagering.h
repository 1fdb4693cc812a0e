// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <vector>

#include "server/queue/encodedmessage.h"

namespace relais::server {

/// Messages in id order: pushed at the back, dropped at the front, searched by id. A std::deque would allocate half a
/// kilobyte for each of many users with a single message.
class MessageRing {
public:
    using const_iterator = std::vector<EncodedMessagePtr>::const_iterator;

    bool isEmpty() const { return m_begin == m_items.size(); }
    std::size_t size() const { return m_items.size() - m_begin; }
    const EncodedMessagePtr &front() const { return m_items[m_begin]; }
    const EncodedMessagePtr &back() const { return m_items.back(); }
    const_iterator begin() const { return m_items.begin() + static_cast<std::ptrdiff_t>(m_begin); }
    const_iterator end() const { return m_items.end(); }

    /// The first message with an id above `position`.
    const_iterator after(MessageId position) const
    {
        return std::upper_bound(begin(), end(), position,
                                [](MessageId id, const EncodedMessagePtr &message) { return id < message->id(); });
    }

    void pushBack(EncodedMessagePtr message) { m_items.push_back(std::move(message)); }

    void popFront()
    {
        m_items[m_begin++].reset();
        if (m_begin == m_items.size()) {
            m_items = {};
            m_begin = 0;
        } else if (m_begin >= 64 && m_begin * 2 >= m_items.size()) {
            m_items.erase(m_items.begin(), m_items.begin() + static_cast<std::ptrdiff_t>(m_begin));
            m_begin = 0;
        }
    }

private:
    std::vector<EncodedMessagePtr> m_items;
    std::size_t m_begin = 0;
};

} // namespace relais::server
