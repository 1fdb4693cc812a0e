// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>
#include <vector>

#include "server/limits/ratebucket.h"
#include "server/limits/seededhash.h"

namespace relais::server {

/// Buckets by key, at most so many. Only a full bucket is ever forgotten, and that is no loss: a limit that is in
/// force stays, however many others come. When there is no room and every bucket is in force, newcomers share a few
/// overflow buckets: they are limited together rather than not at all.
///
/// Each newcomer makes room for itself by a bounded number of steps, so there is no sweep that others would have to
/// wait for. Not thread-safe.
///
/// Measured in a full table of 100 000, with all that the allocator takes: 83 bytes for an address, 146 for an id of
/// 36 characters.
template <typename Key> class RateTable {
public:
    explicit RateTable(std::size_t maximumBuckets)
        : m_maximum(maximumBuckets)
    {
    }

    /// Calls use(bucket) with the key's bucket and returns what it returns.
    template <typename View, typename Use> auto use(const View &key, MonotonicTime now, Use use)
    {
        if (const auto found = m_buckets.find(key); found != m_buckets.end())
            return use(found->second);
        forgetFull(now);
        if (m_buckets.size() >= m_maximum)
            return use(m_overflow[SeededHash{}(key) % m_overflow.size()]);
        Entry &entry = *m_buckets.emplace(key, RateBucket{}).first;
        const auto result = use(entry.second);
        m_order.push_back({entry.second.fullFrom(), &entry});
        std::push_heap(m_order.begin(), m_order.end(), laterFull);
        return result;
    }

    /// Null when the key has no bucket of its own: it is full, or was for want of room never there.
    template <typename View> RateBucket *find(const View &key)
    {
        const auto found = m_buckets.find(key);
        return found == m_buckets.end() ? nullptr : &found->second;
    }

    std::size_t size() const { return m_buckets.size(); }

private:
    using Buckets = std::unordered_map<Key, RateBucket, SeededHash, std::equal_to<>>;
    using Entry = typename Buckets::value_type; // stays where it is while others come and go
    struct Turn {
        MonotonicTime fullFrom; ///< as it was when it was last looked at: mostly later by now
        const Entry *entry;
    };
    // Each newcomer adds one, so with more than one look each the table shrinks when it can.
    static constexpr int looks = 8;
    static constexpr std::size_t overflowBuckets = 64;

    static bool laterFull(const Turn &left, const Turn &right) { return left.fullFrom > right.fullFrom; }

    void forgetFull(MonotonicTime now)
    {
        for (int i = 0; i < looks && !m_order.empty() && m_order.front().fullFrom <= now; ++i) {
            std::pop_heap(m_order.begin(), m_order.end(), laterFull);
            Turn &turn = m_order.back();
            if (turn.entry->second.isFull(now)) {
                m_buckets.erase(m_buckets.find(turn.entry->first));
                m_order.pop_back();
            } else {
                turn.fullFrom = turn.entry->second.fullFrom();
                std::push_heap(m_order.begin(), m_order.end(), laterFull);
            }
        }
    }

    const std::size_t m_maximum;
    Buckets m_buckets;
    std::vector<Turn> m_order; ///< a heap with one turn for each bucket, the one that may be full first at its front
    std::array<RateBucket, overflowBuckets> m_overflow;
};

} // namespace relais::server
