// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/sync/clientregistry.h"

#include <utility>

namespace relais::server {

ClientRegistry::Entry::Entry(ClientRegistry &registry, ClientTransport transport, std::optional<UserId> user,
                             Reading reading)
    : m_registry(&registry)
    , m_transport(transport)
    , m_user(std::move(user))
    , m_reading(reading)
{
}

ClientRegistry::Entry::Entry(Entry &&other) noexcept
    : m_registry(std::exchange(other.m_registry, nullptr))
    , m_transport(other.m_transport)
    , m_user(std::move(other.m_user))
    , m_reading(other.m_reading)
{
}

ClientRegistry::Entry::~Entry()
{
    if (m_registry)
        m_registry->leave(m_transport, m_user, m_reading);
}

void ClientRegistry::Count::add(ClientTransport transport, Reading how)
{
    ++(transport == ClientTransport::WebSocket ? webSockets : longPolls);
    if (how == Reading::No)
        ++notReading;
}

void ClientRegistry::Count::remove(ClientTransport transport, Reading how)
{
    --(transport == ClientTransport::WebSocket ? webSockets : longPolls);
    if (how == Reading::No)
        --notReading;
}

ClientRegistry::ClientRegistry(const Limits &limits)
    : m_limits(limits)
{
}

std::optional<ClientRegistry::Entry> ClientRegistry::enter(ClientTransport transport, std::optional<UserId> user,
                                                           Reading reading)
{
    const bool isWebSocket = transport == ClientTransport::WebSocket;
    const std::lock_guard locked(m_lock);
    if (!isWebSocket && m_limits.longPolls != 0 && m_total.longPolls >= m_limits.longPolls)
        return std::nullopt;
    if (user) {
        const auto found = m_users.find(*user);
        if (isWebSocket && m_limits.perUser != 0 && found != m_users.end()
            && found->second.webSockets >= m_limits.perUser)
            return std::nullopt;
        Count &count = found != m_users.end() ? found->second : m_users[*user];
        count.add(transport, reading);
    }
    m_total.add(transport, reading);
    return Entry(*this, transport, std::move(user), reading);
}

std::size_t ClientRegistry::recipients() const
{
    const std::lock_guard locked(m_lock);
    return m_total.reading();
}

std::size_t ClientRegistry::recipients(std::span<const UserId> users) const
{
    const std::lock_guard locked(m_lock);
    std::size_t sum = 0;
    for (const UserId &user : users) {
        const auto found = m_users.find(user);
        if (found != m_users.end())
            sum += found->second.reading();
    }
    return sum;
}

ClientRegistry::Figures ClientRegistry::figures() const
{
    const std::lock_guard locked(m_lock);
    return {.webSockets = m_total.webSockets,
            .longPolls = m_total.longPolls,
            .users = m_users.size(),
            .recipients = m_total.reading()};
}

void ClientRegistry::leave(ClientTransport transport, const std::optional<UserId> &user, Reading reading)
{
    const std::lock_guard locked(m_lock);
    m_total.remove(transport, reading);
    if (!user)
        return;
    const auto found = m_users.find(*user);
    Count &count = found->second;
    count.remove(transport, reading);
    if (count.webSockets == 0 && count.longPolls == 0)
        m_users.erase(found);
}

} // namespace relais::server
