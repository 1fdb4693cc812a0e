// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/websocketface.h"

#include <QCoreApplication>
#include <QPointer>
#include <QWebSocket>

#include "server/transport/memorysocket.h"

namespace relais::server {

namespace {

/// The upgrade as our reader understood it, so that a second parser has nothing to understand another way.
QByteArray canonicalUpgrade(const HttpRequest &request, const WebSocketHandshake &handshake,
                            const QStringList &subprotocols)
{
    QByteArray head("GET ");
    head.append(request.path().data(), static_cast<qsizetype>(request.path().size()));
    head.append(" HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ");
    head.append(handshake.key.data(), static_cast<qsizetype>(handshake.key.size()));
    // Only what we know: a token that travels as a subprotocol must not come back.
    for (const std::string &offered : handshake.protocols) {
        if (subprotocols.contains(QString::fromStdString(offered)))
            head.append("\r\nSec-WebSocket-Protocol: ").append(QByteArray::fromStdString(offered));
    }
    head.append("\r\n\r\n");
    return head;
}

/// Qt answers every handshake with Access-Control fields, which mean nothing there and claim what we do not grant.
QByteArray withoutCorsFields(const QByteArray &answer)
{
    QByteArray kept;
    kept.reserve(answer.size());
    for (qsizetype begin = 0; begin < answer.size();) {
        const qsizetype end = answer.indexOf('\n', begin) + 1;
        const auto line = QByteArrayView(answer).sliced(begin, (end > 0 ? end : answer.size()) - begin);
        if (!line.startsWith("Access-Control-"))
            kept.append(line);
        begin += line.size();
    }
    return kept;
}

} // namespace

WebSocketFace::WebSocketFace(const QStringList &subprotocols, QObject *parent)
    : QObject(parent)
    , m_server(QStringLiteral("relais"), QWebSocketServer::NonSecureMode)
{
    m_server.setSupportedSubprotocols(subprotocols);
}

QByteArray WebSocketFace::answer(const HttpRequest &request, const WebSocketHandshake &handshake)
{
    const QPointer<MemorySocket> socket = new MemorySocket(this);
    m_server.handleConnection(socket);
    socket->feed(canonicalUpgrade(request, handshake, m_server.supportedSubprotocols()));
    // The server reads in a queued call (for TLS sockets, which this is not); it is run here, alone.
    QCoreApplication::sendPostedEvents(&m_server, QEvent::MetaCall);

    QByteArray answer = socket ? socket->takeOutput() : QByteArray();
    if (QWebSocket *const made = m_server.nextPendingConnection()) {
        // Its destructor writes a close frame, into the memory socket, where nobody reads it.
        made->deleteLater();
        return withoutCorsFields(answer);
    }
    if (socket)
        socket->deleteLater();
    return {};
}

} // namespace relais::server
