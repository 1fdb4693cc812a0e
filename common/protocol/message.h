// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/protocol/messageid.h"
#include "common/protocol/userid.h"

namespace relais {

/// A message as the log keeps it and as every client sees it. `payload` is one valid JSON value, byte for byte as
/// it was sent.
struct Message {
    MessageId id;
    std::string type;
    std::string payload;
    std::optional<UserId> userId; ///< absent: for everyone

    bool operator==(const Message &) const = default;
};

/// Body of `POST /api/sync/send`, and the WebSocket frame that does the same.
struct SendRequest {
    std::string type;
    std::string payload; ///< raw JSON
    std::optional<UserId> userId;
    std::optional<std::string> ref; ///< WebSocket only: echoed in sync.ack and sync.error
    std::optional<std::string> idempotencyKey; ///< WebSocket only; HTTP has a header for it
};

/// Body of `POST /api/sync/broadcast`.
struct BroadcastRequest {
    std::string type;
    std::string payload; ///< raw JSON
    std::vector<UserId> userIds; ///< empty: everyone. Without doubles.
};

/// Body of `POST /api/sync/force`.
struct ForceRequest {
    std::optional<UserId> userId;
    std::optional<std::string> reason; ///< at most 256 bytes
    std::optional<std::chrono::milliseconds> spread; ///< 0 to 1 h
};

/// `sync.ping` from a client.
struct PingRequest {
    bool operator==(const PingRequest &) const = default;
};

/// `sync.auth` from a client.
struct AuthRequest {
    std::string token;
};

/// Which messages an operator taps; without either: all of them.
struct TapFilter {
    std::optional<std::string> type;
    std::optional<UserId> userId;
};

/// `sync.watch` from an operator; in place of what it watched before.
struct WatchRequest {
    double statsPerSecond = 0; ///< of the status; at most 2, 0: none
    std::optional<TapFilter> tap;
    std::optional<std::string> ref; ///< echoed in sync.error

    bool isEmpty() const { return statsPerSecond <= 0 && !tap; }
};

} // namespace relais
