// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "common/core/result.h"
#include "common/protocol/messageid.h"
#include "common/protocol/userid.h"
#include "server/sync/idempotencystore.h"

namespace relais::server {

/// What `sync.connected` tells a WebSocket client.
struct ConnectedInfo {
    std::string clientId;
    std::optional<UserId> user;
    MessageId cursor;
    bool reset = false;
    std::chrono::milliseconds heartbeat{};
    std::chrono::milliseconds reconnectSpread{};
    std::string server;
};

/// The server's own frames, whole and ready to be sent.
std::string encodeConnectedFrame(const ConnectedInfo &info);
std::string encodeAckFrame(const std::optional<std::string> &ref, const Receipt &receipt);
std::string encodeErrorFrame(const std::optional<std::string> &ref, const Error &error);
std::string encodePongFrame(UnixTime now);
/// `status`: the JSON of the status.
std::string encodeStatsFrame(const std::string &status);

} // namespace relais::server
