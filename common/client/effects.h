// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include "common/client/connectionstate.h"
#include "common/client/sendhandle.h"
#include "common/core/result.h"
#include "common/protocol/message.h"

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What a ConnectionMachine wants done. The names are those of the golden vectors.
namespace relais::client {

/// Which token goes with a request.
enum class TokenUse : std::uint8_t {
    Keep, ///< the one of the last request
    Ask, ///< the one that the application's provider gives now
    Renew, ///< the same, and the provider is told that the last one was refused or has expired
};

/// To tell the application. `error` only with Failed.
struct StateChanged {
    ConnectionState state;
    std::optional<Error> error;
};

/// Open a WebSocket; there is none. `since` may be empty: without.
struct OpenSocket {
    std::string since;
    TokenUse token;
};
/// Drop the WebSocket, open or opening. Nothing is heard of it any more.
struct CloseSocket { };
/// A text frame over the WebSocket.
struct SendText {
    std::string text;
};

/// `GET /poll`; none is running.
struct StartPoll {
    std::string since; ///< empty: without
    std::chrono::milliseconds wait;
    int limit;
    TokenUse token;
};
/// Nothing is heard of the poll any more.
struct AbortPoll { };

/// `POST /send`; none is running.
struct StartPost {
    std::string key; ///< Idempotency-Key
    std::string body;
    TokenUse token;
};
/// Nothing is heard of the POST any more.
struct AbortPost { };

/// A message, for the application.
struct Deliver {
    Message message;
};
/// The application must fetch its state anew, now. The wait within `spread` is over.
struct Resync {
    std::string reason; ///< "reset", or what `sync.force` said, "force" if nothing
    std::chrono::milliseconds spread;
};
/// What a watcher is told: `sync.stats` or `sync.tap`.
struct Watched {
    std::string type;
    std::string payload; ///< JSON
};
struct Sent {
    SendHandle handle;
    MessageId id;
    bool isDuplicate;
};
struct SendFailed {
    SendHandle handle;
    Error error;
};
/// Something failed that will be tried again: for a log. Never holds a token nor anything that a server wrote.
struct Problem {
    Transport transport;
    std::string text;
};

using Effect = std::variant<StateChanged, OpenSocket, CloseSocket, SendText, StartPoll, AbortPoll, StartPost,
                            AbortPost, Deliver, Resync, Watched, Sent, SendFailed, Problem>;
/// In the order in which they are to be done.
using Effects = std::vector<Effect>;

} // namespace relais::client
