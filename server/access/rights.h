// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "server/access/role.h"

namespace relais::server {

/// What a route or a frame asks for.
enum class Right : std::uint8_t {
    Open, ///< nothing: for everyone
    Connect, ///< a WebSocket
    Read, ///< one's own messages, and broadcasts
    ReadOfAny, ///< another user's messages
    Send, ///< to oneself
    SendToAny, ///< to another user, or to everyone
    Broadcast,
    Force, ///< a resync
    Observe, ///< figures, clients, queues, history, audit, the live tap
    Manage, ///< to disconnect clients, to purge queues
};

/// Has any of these roles this right? The one table of section 4 of the protocol.
bool allows(RoleSet roles, Right right);

/// The right as an audit record and a refusal name it: "broadcast".
std::string_view rightName(Right right);

} // namespace relais::server
