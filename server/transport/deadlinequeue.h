// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <queue>
#include <vector>

#include "common/core/clock.h"

namespace relais::server {

/// Which connection has something to do when, without a timer each. An entry is not moved when a deadline is put off:
/// who is found due looks at its true deadline and enters again.
class DeadlineQueue {
public:
    struct Entry {
        MonotonicTime time;
        std::uint64_t connection = 0;
        bool operator>(const Entry &other) const { return time > other.time; }
    };

    void push(Entry entry) { m_heap.push(entry); }
    bool isEmpty() const { return m_heap.empty(); }
    MonotonicTime earliest() const { return m_heap.top().time; }
    Entry take()
    {
        const Entry entry = m_heap.top();
        m_heap.pop();
        return entry;
    }

private:
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> m_heap;
};

} // namespace relais::server
