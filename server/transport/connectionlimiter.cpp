// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/connectionlimiter.h"

#include <utility>

#include "server/transport/transportsettings.h"

namespace relais::server {

namespace {

// A page opens a handful of connections at once, whatever it may open in the long run.
constexpr std::uint32_t smallestBurst = 10;
// Addresses that have connected within the last seconds: all that a bucket is kept for.
constexpr std::size_t rememberedAddresses = 100'000;

/// As many whole seconds' worth as make the smallest burst, so that the rate is exact.
RateQuota quotaOf(std::uint32_t perSecond)
{
    if (perSecond == 0)
        return {};
    const std::uint32_t seconds = perSecond >= smallestBurst ? 1 : (smallestBurst + perSecond - 1) / perSecond;
    return {.requests = perSecond * seconds, .window = std::chrono::seconds(seconds)};
}

} // namespace

ConnectionLimiter::Place::Place(ConnectionLimiter &limiter, const AddressKey &address, bool countsForServer,
                                bool countsForAddress)
    : m_limiter(&limiter)
    , m_address(address)
    , m_countsForServer(countsForServer)
    , m_countsForAddress(countsForAddress)
{
}

ConnectionLimiter::Place::Place(Place &&other) noexcept
    : m_limiter(std::exchange(other.m_limiter, nullptr))
    , m_address(other.m_address)
    , m_countsForServer(other.m_countsForServer)
    , m_countsForAddress(other.m_countsForAddress)
{
}

ConnectionLimiter::Place::~Place()
{
    if (m_limiter)
        m_limiter->leave(*this);
}

ConnectionLimiter::ConnectionLimiter(const TransportSettings &settings)
    : m_maximum(settings.connections)
    , m_maximumPerAddress(settings.connectionsPerAddress)
    , m_rate(quotaOf(settings.connectionRate))
    , m_ratePerAddress(quotaOf(settings.connectionRatePerAddress))
    , m_trustedProxies(settings.trustedProxies)
    , m_arrivalsPerAddress(rememberedAddresses)
{
}

ConnectionLimiter::Entry ConnectionLimiter::enter(const PeerAddress &peer, MonotonicTime now)
{
    const AddressKey address = peer.limitKey();
    const bool isOneClient = !m_trustedProxies.contains(peer);
    const bool countsForAddress = isOneClient && m_maximumPerAddress != 0;

    const std::lock_guard locked(m_lock);
    // What takes nothing is asked first, and what is everyone's last.
    if (m_maximum != 0 && m_count >= m_maximum)
        return {.place = {}, .refusedFor = Limit::Server};
    if (countsForAddress && isFull(address))
        return {.place = {}, .refusedFor = Limit::Address};
    if (isOneClient && !takeArrival(address, now))
        return {.place = {}, .refusedFor = Limit::AddressRate};
    if (!m_arrivals.take(m_rate, now).allowed) {
        if (RateBucket *const bucket = m_arrivalsPerAddress.find(address))
            bucket->refund(m_ratePerAddress, now);
        return {.place = {}, .refusedFor = Limit::ServerRate};
    }
    ++m_count;
    if (countsForAddress)
        ++m_addresses[address];
    return {.place = Place(*this, address, true, countsForAddress), .refusedFor = {}};
}

ConnectionLimiter::Entry ConnectionLimiter::enterForwarded(const PeerAddress &client)
{
    const AddressKey address = client.limitKey();
    const bool countsForAddress = m_maximumPerAddress != 0;
    const std::lock_guard locked(m_lock);
    if (countsForAddress && isFull(address))
        return {.place = {}, .refusedFor = Limit::Address};
    if (countsForAddress)
        ++m_addresses[address];
    return {.place = Place(*this, address, false, countsForAddress), .refusedFor = {}};
}

std::size_t ConnectionLimiter::count() const
{
    const std::lock_guard locked(m_lock);
    return m_count;
}

bool ConnectionLimiter::isFull(const AddressKey &address) const
{
    const auto found = m_addresses.find(address);
    return found != m_addresses.end() && found->second >= m_maximumPerAddress;
}

bool ConnectionLimiter::takeArrival(const AddressKey &address, MonotonicTime now)
{
    if (!m_ratePerAddress.isLimit())
        return true;
    return m_arrivalsPerAddress.use(address, now,
                                    [&](RateBucket &bucket) { return bucket.take(m_ratePerAddress, now).allowed; });
}

void ConnectionLimiter::leave(const Place &place)
{
    const std::lock_guard locked(m_lock);
    if (place.m_countsForServer)
        --m_count;
    if (!place.m_countsForAddress)
        return;
    const auto found = m_addresses.find(place.m_address);
    if (--found->second == 0)
        m_addresses.erase(found);
}

} // namespace relais::server
