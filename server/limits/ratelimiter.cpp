// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/limits/ratelimiter.h"

#include <algorithm>

namespace relais::server {

using std::chrono::milliseconds;

namespace {

constexpr std::size_t maximumShards = 16;
// Below this, keys would be spread so unevenly that one table is full long before the others.
constexpr std::size_t bucketsWorthAShard = 256;

} // namespace

template <typename Key> RateLimiter::Shards<Key>::Shards(std::size_t maximumBuckets)
{
    const std::size_t count = std::clamp<std::size_t>(maximumBuckets / bucketsWorthAShard, 1, maximumShards);
    for (std::size_t i = 0; i < count; ++i)
        m_shards.emplace_back(maximumBuckets / count);
}

template <typename Key>
template <typename View, typename Work>
auto RateLimiter::Shards<Key>::with(const View &key, Work work)
{
    // The table looks at the hash modulo a prime; this takes the bits at its other end.
    Shard &shard = m_shards[(SeededHash{}(key) >> 32) % m_shards.size()];
    const std::lock_guard locked(shard.lock);
    return work(shard.table);
}

template <typename Key> std::size_t RateLimiter::Shards<Key>::size() const
{
    std::size_t sum = 0;
    for (const Shard &shard : m_shards) {
        const std::lock_guard locked(shard.lock);
        sum += shard.table.size();
    }
    return sum;
}

RateLimiter::RateLimiter(const RateLimiterSettings &settings)
    : m_principals(settings.principals)
    , m_addresses(settings.addresses)
{
}

/// Calls work(table, key) under the lock of the key's table.
template <typename Work> auto RateLimiter::with(const RateKey &key, Work work)
{
    if (const auto *const id = std::get_if<std::string_view>(&key.m_key))
        return m_principals.with(*id, [&](RateTable<std::string> &table) { return work(table, *id); });
    const AddressKey &address = std::get<AddressKey>(key.m_key);
    return m_addresses.with(address, [&](RateTable<AddressKey> &table) { return work(table, address); });
}

RateDecision RateLimiter::take(const RateKey &key, const RateQuota &quota, MonotonicTime now, std::uint32_t cost)
{
    return reserve(key, quota, now, milliseconds(0), cost).decision;
}

RateReservation RateLimiter::reserve(const RateKey &key, const RateQuota &quota, MonotonicTime now,
                                     milliseconds maximumWait, std::uint32_t cost)
{
    if (!quota.isLimit())
        return {.decision = {}, .coveredFrom = now};
    return with(key, [&](auto &table, const auto &own) {
        return table.use(own, now, [&](RateBucket &bucket) { return bucket.reserve(quota, now, maximumWait, cost); });
    });
}

void RateLimiter::refund(const RateKey &key, const RateQuota &quota, MonotonicTime now, std::uint32_t cost)
{
    with(key, [&](auto &table, const auto &own) {
        if (RateBucket *const bucket = table.find(own))
            bucket->refund(quota, now, cost);
    });
}

std::size_t RateLimiter::principalCount() const
{
    return m_principals.size();
}

std::size_t RateLimiter::addressCount() const
{
    return m_addresses.size();
}

} // namespace relais::server
