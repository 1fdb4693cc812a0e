// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>

#include "server/limits/ratebucket.h"
#include "server/limits/ratetable.h"

namespace relais::server {

/// Whose quota a request is taken from. Borrows the id of a principal.
class RateKey {
public:
    /// The id as it is: two principals share a quota only when their ids are equal, byte for byte. That is why the
    /// table keeps ids and not hashes of them, at the price of some 50 bytes each; their length is bounded where they
    /// are made.
    static RateKey principal(std::string_view id) { return RateKey(id); }
    static RateKey address(const AddressKey &address) { return RateKey(address); }

private:
    friend class RateLimiter;
    explicit RateKey(std::variant<std::string_view, AddressKey> key)
        : m_key(key)
    {
    }
    std::variant<std::string_view, AddressKey> m_key;
};

/// How many buckets a RateLimiter keeps at most.
struct RateLimiterSettings {
    std::size_t principals = 100'000;
    std::size_t addresses = 100'000;
};

/// Counts requests against quotas, in memory that is bounded however many keys there are (RateTable). Principals and
/// addresses have tables of their own: a flood of addresses takes nothing away from those who are authenticated.
///
/// Thread-safe. `now` is the caller's, and may lie a little behind that of another thread: a request that is late by
/// so much finds that much less of its quota, or is counted so much later.
class RateLimiter {
public:
    explicit RateLimiter(const RateLimiterSettings &settings = {});

    RateDecision take(const RateKey &key, const RateQuota &quota, MonotonicTime now, std::uint32_t cost = 1);
    /// For a request that can be kept waiting, as a long-poll can: it is delayed rather than refused, as long as its
    /// turn comes within `maximumWait`.
    RateReservation reserve(const RateKey &key, const RateQuota &quota, MonotonicTime now,
                            std::chrono::milliseconds maximumWait, std::uint32_t cost = 1);
    /// Gives back what was taken just before. Nothing is given back that an overflow bucket gave.
    void refund(const RateKey &key, const RateQuota &quota, MonotonicTime now, std::uint32_t cost = 1);

    std::size_t principalCount() const;
    std::size_t addressCount() const;

private:
    /// Tables with a lock each, so that threads meet only when their keys fall into the same one.
    template <typename Key> class Shards {
    public:
        explicit Shards(std::size_t maximumBuckets);
        template <typename View, typename Work> auto with(const View &key, Work work);
        std::size_t size() const;

    private:
        struct alignas(64) Shard { // a cache line, or threads would meet all the same
            explicit Shard(std::size_t maximumBuckets)
                : table(maximumBuckets)
            {
            }
            mutable std::mutex lock;
            RateTable<Key> table;
        };
        std::deque<Shard> m_shards;
    };

    template <typename Work> auto with(const RateKey &key, Work work);

    Shards<std::string> m_principals;
    Shards<AddressKey> m_addresses;
};

} // namespace relais::server
