// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/core/clock.h"
#include "common/protocol/userid.h"
#include "server/sync/clientregistry.h"
#include "server/transport/peeraddress.h"

namespace relais::server {

/// Names a connected client of this process, of whatever transport: "c12" is a WebSocket, "p7" a poll that waits.
struct ClientName {
    ClientTransport transport = ClientTransport::WebSocket;
    std::uint64_t number = 0;

    /// Strict: what toString() makes, and nothing else.
    static std::optional<ClientName> parse(std::string_view text);
    std::string toString() const;

    auto operator<=>(const ClientName &) const = default;
};

/// What an operator sees of a connected client, at one moment. A value: it goes from thread to thread.
struct ClientRow {
    enum class State : std::uint8_t {
        Unproven, ///< has shown no token yet
        CatchingUp, ///< reads from the log what it has not got
        Live, ///< is sent what is published
        Mute, ///< may not read
        Waiting, ///< a poll
    };

    ClientName name;
    std::optional<UserId> user;
    PeerAddress address; ///< behind proxies that are trusted: the client's
    UnixTime since;
    std::uint64_t lag = 0; ///< ids between its position and the log's end, as far as the log counts (LogDistance)
    std::chrono::milliseconds lagTime{0}; ///< by which its position is older than the last message
    std::uint64_t bytesQueued = 0; ///< of frames that the kernel has not taken
    std::uint64_t messagesSent = 0;
    State state = State::Live;
};

std::string_view transportName(ClientTransport transport); ///< "webSocket", "longPoll"
std::string_view stateName(ClientRow::State state); ///< "unproven", "catchingUp", …

} // namespace relais::server
