// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/connectionlimiter.h"

#include <utility>

namespace relais::server {

ConnectionLimiter::Place::Place(ConnectionLimiter &limiter, std::string address)
    : m_limiter(&limiter)
    , m_address(std::move(address))
{
}

ConnectionLimiter::Place::Place(Place &&other) noexcept
    : m_limiter(std::exchange(other.m_limiter, nullptr))
    , m_address(std::move(other.m_address))
{
}

ConnectionLimiter::Place::~Place()
{
    if (m_limiter)
        m_limiter->leave(m_address);
}

ConnectionLimiter::ConnectionLimiter(std::size_t connections, std::size_t connectionsPerAddress)
    : m_maximum(connections)
    , m_maximumPerAddress(connectionsPerAddress)
{
}

std::optional<ConnectionLimiter::Place> ConnectionLimiter::enter(const PeerAddress &peer)
{
    const std::lock_guard locked(m_lock);
    if (m_maximum != 0 && m_count >= m_maximum)
        return std::nullopt;
    std::string address;
    if (m_maximumPerAddress != 0) {
        address.assign(reinterpret_cast<const char *>(&peer.address), sizeof peer.address);
        std::size_t &open = m_addresses[address];
        if (open >= m_maximumPerAddress)
            return std::nullopt;
        ++open;
    }
    ++m_count;
    return Place(*this, std::move(address));
}

std::size_t ConnectionLimiter::count() const
{
    const std::lock_guard locked(m_lock);
    return m_count;
}

void ConnectionLimiter::leave(const std::string &address)
{
    const std::lock_guard locked(m_lock);
    --m_count;
    const auto found = m_addresses.find(address);
    if (found != m_addresses.end() && --found->second == 0)
        m_addresses.erase(found);
}

} // namespace relais::server
