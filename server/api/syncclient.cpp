// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/syncclient.h"

#include "server/api/websocketmanager.h"

namespace relais::server {

SyncClient::SyncClient(WebSocketManager &manager, ClientRegistry::Entry entry, std::optional<UserId> user,
                       std::optional<Since> since)
    : m_manager(manager)
    , m_entry(std::move(entry))
    , m_user(std::move(user))
    , m_since(std::move(since))
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
