// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/syncclient.h"

#include "server/api/websocketmanager.h"

namespace relais::server {

SyncClient::SyncClient(WebSocketManager &manager, Caller caller, Subscription subscription,
                       std::optional<ClientRegistry::Entry> entry, std::optional<ConnectionLimiter::Place> place)
    : m_manager(manager)
    , m_caller(std::move(caller))
    , m_subscription(std::move(subscription))
    , m_entry(std::move(entry))
    , m_place(std::move(place))
{
}

void SyncClient::onOpen(WebSocketConnection &connection)
{
    m_connection = &connection;
    m_manager.onOpened(*this);
}

void SyncClient::onMessage(WebSocketOpcode opcode, std::string_view payload)
{
    m_manager.onFrame(*this, opcode, payload);
}

void SyncClient::onWritable()
{
    m_manager.onWritable(*this);
}

void SyncClient::onClosed()
{
    m_manager.onClosed(*this);
}

} // namespace relais::server
