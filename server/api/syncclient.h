// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/protocol/cursor.h"
#include "server/api/clientid.h"
#include "server/api/gate.h"
#include "server/sync/clientregistry.h"
#include "server/transport/websocketsession.h"

namespace relais::server {

class WebSocketManager;

/// What the upgrade of a WebSocket asked for.
struct Subscription {
    std::optional<UserId> user; ///< whose messages, when it names one
    std::optional<Since> since; ///< none: from now on
};

/// One WebSocket client: who it is and how far it has come in the log. It has no queue: what it has not received lies
/// in the log behind its position.
///
///   Unproven --- sync.auth ---> CatchingUp <--- the kernel took not all ---- Live
///      |             |              |                                         ^
///      |             |              +------ reached the thread's position ----+
///      |             +--- may not read ---> Mute: it sends, and gets nothing of the log
///      +--- no token in time; from any state: it left, or what it needs is no longer kept ---> Closed
class SyncClient final : public WebSocketSession {
public:
    enum class State : std::uint8_t { Unproven, CatchingUp, Live, Mute, Closed };

    SyncClient(WebSocketManager &manager, Caller caller, Subscription subscription,
               std::optional<ClientRegistry::Entry> entry, std::optional<ConnectionLimiter::Place> place);

    void onOpen(WebSocketConnection &connection) override;
    void onMessage(WebSocketOpcode opcode, std::string_view payload) override;
    void onWritable() override;
    void onClosed() override;

private:
    friend class WebSocketManager; // these two alone change what follows
    friend class FanOut;

    WebSocketManager &m_manager;
    Caller m_caller;
    Subscription m_subscription; ///< once it is proven who asks, `user` is whose messages it gets
    std::optional<ClientRegistry::Entry> m_entry; ///< none while Unproven
    std::optional<ConnectionLimiter::Place> m_place; ///< of its address, when a proxy speaks for it
    WebSocketConnection *m_connection = nullptr;
    ClientId m_id{};
    UnixTime m_opened;
    MessageId m_position; ///< has been sent everything up to here; while CatchingUp
    MessageId m_floor; ///< what was gone already when it connected, and told by `reset`
    std::uint64_t m_sent = 0; ///< messages
    std::uint32_t m_liveIndex = 0; ///< its place in the manager's list; while Live
    std::uint32_t m_servedInPass = 0; ///< the number of the pass that sent it messages of its own
    std::uint32_t m_refused = 0; ///< frames over its rate limit, one after the other
    State m_state = State::Unproven;
};

} // namespace relais::server
