// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/core/result.h"
#include "server/transport/httprequest.h"

namespace relais::server {

/// What a valid upgrade request asks for.
struct WebSocketHandshake {
    std::string key; ///< Sec-WebSocket-Key, as sent
    std::vector<std::string> protocols; ///< offered subprotocols in the client's order, each a token, none twice
    std::optional<std::string> origin; ///< as sent; not judged here
};

/// Does the request ask for WebSocket, be it in a valid way or not?
bool isWebSocketUpgrade(const HttpRequest &request);

/// Checks the upgrade (RFC 6455 section 4.2.1) before anything answers it. Path, origin and principal are the
/// caller's business. A request that asks for no WebSocket, or for a version other than 13, is
/// UpgradeRequired: the answer must say `Upgrade: websocket` and `Sec-WebSocket-Version: 13`. All else that
/// is wrong is BadRequest. Extensions are not looked at: they are offers, and none is taken. Linear in the
/// size of the head.
Result<WebSocketHandshake> checkWebSocketHandshake(const HttpRequest &request);

} // namespace relais::server
