// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QWebSocketServer>

#include "server/transport/httprequest.h"
#include "server/transport/websockethandshake.h"

namespace relais::server {

/// One thread's QWebSocketServer, which answers handshakes without holding a socket: it is given one checked upgrade
/// request through a MemorySocket, and of what it makes only the 101 is kept. A QWebSocket costs 61 KB of heap each
/// and cannot share a frame among clients; our codec reads and writes on the descriptor from there.
class WebSocketFace : public QObject {
    Q_OBJECT

public:
    /// `subprotocols` are offered in this order.
    explicit WebSocketFace(const QStringList &subprotocols, QObject *parent = nullptr);

    /// The server's answer to an upgrade, a "101 Switching Protocols" unless Qt found something to refuse; then
    /// empty.
    QByteArray answer(const HttpRequest &request, const WebSocketHandshake &handshake);

private:
    QWebSocketServer m_server;
};

} // namespace relais::server
