// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>

#include "common/core/result.h"
#include "server/transport/httprequest.h"
#include "server/transport/peeraddress.h"
#include "server/transport/websocketcodec.h"
#include "server/transport/websockethandshake.h"

namespace relais::server {

class WebSocketConnection;

/// What an application does with one WebSocket. Owned by the connection; all calls come in its I/O thread, none after
/// onClosed(), which comes once for each session that was opened.
class WebSocketSession {
public:
    virtual ~WebSocketSession() = default;
    /// The 101 answer has been written. `connection` lives until onClosed().
    virtual void onOpen(WebSocketConnection &connection) = 0;
    virtual void onMessage(WebSocketOpcode opcode, std::string_view payload) = 0;
    /// All that was held back has left; more may be sent.
    virtual void onWritable() = 0;
    virtual void onClosed() = 0;
};

/// Decides about upgrades.
class WebSocketSessionFactory {
public:
    virtual ~WebSocketSessionFactory() = default;
    /// Before the handshake is answered. An error is the HTTP answer.
    virtual Result<std::unique_ptr<WebSocketSession>>
    authorize(const HttpRequest &request, const WebSocketHandshake &handshake, const PeerAddress &peer) = 0;
};

} // namespace relais::server
