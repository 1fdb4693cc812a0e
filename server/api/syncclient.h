// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/protocol/cursor.h"
#include "server/sync/clientregistry.h"
#include "server/transport/websocketsession.h"

namespace relais::server {

class WebSocketManager;

/// Names a WebSocket client of this process; "c" and a number on the wire.
enum class ClientId : std::uint64_t {};

/// One WebSocket client: who it is and how far it has come in the log. It has no queue: what it has not received lies
/// in the log behind its position.
///
///   CatchingUp --- reached the thread's position ---> Live --- the kernel took not all ---> CatchingUp
///        |                                             |
///        +---------- what it needs is no longer kept, or it left: Closed <----------+
class SyncClient final : public WebSocketSession {
public:
    enum class State : std::uint8_t { CatchingUp, Live, Closed };

    SyncClient(WebSocketManager &manager, ClientRegistry::Entry entry, std::optional<UserId> user,
               std::optional<Since> since);

    void onOpen(WebSocketConnection &connection) override;
    void onMessage(WebSocketOpcode opcode, std::string_view payload) override;
    void onWritable() override;
    void onClosed() override;

private:
    friend class WebSocketManager; // which alone changes these

    WebSocketManager &m_manager;
    ClientRegistry::Entry m_entry;
    const std::optional<UserId> m_user;
    const std::optional<Since> m_since; ///< as asked for; none: from now on
    WebSocketConnection *m_connection = nullptr;
    ClientId m_id{};
    MessageId m_position; ///< has been sent everything up to here; while CatchingUp
    MessageId m_floor; ///< what was gone already when it connected, and told by `reset`
    std::uint64_t m_sent = 0; ///< messages
    std::uint32_t m_liveIndex = 0; ///< its place in the manager's list; while Live
    std::uint32_t m_servedInPass = 0; ///< the number of the pass that sent it messages of its own
    State m_state = State::CatchingUp;
};

} // namespace relais::server
