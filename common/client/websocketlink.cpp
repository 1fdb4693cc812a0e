// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/client/websocketlink.h"

#include <QCoreApplication>
#include <QNetworkRequest>
#include <QWebSocket>

namespace relais::client {

namespace {

constexpr int serviceRestart = 1012;

/// The code of the server's close frame. Qt 6.4 knows none of 1012 to 1014, which were registered after RFC 6455: it
/// says 1002, with a reason of its own in the present language. A server that restarts says 1012, and nothing of ours
/// says the others, so that is what it is taken for: the client waits within the window that the server asked for.
int closeCodeOf(const QWebSocket &socket)
{
    const int code = socket.closeCode();
    const QString unknownCode
        = QCoreApplication::translate("QWebSocketDataProcessor", "Invalid close code %1 detected.").arg(code);
    return code == QWebSocketProtocol::CloseCodeProtocolError && socket.closeReason() == unknownCode ? serviceRestart
                                                                                                     : code;
}

} // namespace

WebSocketLink::WebSocketLink(qint64 maximumBytes, QObject *parent)
    : QObject(parent)
    , m_maximumBytes(maximumBytes)
{
}

WebSocketLink::~WebSocketLink()
{
    drop();
}

void WebSocketLink::open(const QUrl &url, const QByteArray &token)
{
    QNetworkRequest request(url);
    if (!token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + token);
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_socket->setMaxAllowedIncomingFrameSize(static_cast<quint64>(m_maximumBytes));
    m_socket->setMaxAllowedIncomingMessageSize(static_cast<quint64>(m_maximumBytes));
    connect(m_socket, &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { Q_EMIT textReceived(text.toUtf8()); });
    connect(m_socket, &QWebSocket::disconnected, this, [this] { onGone(false); });
    connect(m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, [this] { onGone(true); });
    m_socket->open(request);
}

void WebSocketLink::sendText(const QByteArray &text)
{
    if (m_socket)
        m_socket->sendTextMessage(QString::fromUtf8(text));
}

void WebSocketLink::drop()
{
    if (!m_socket)
        return;
    auto *const socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    if (socket->state() == QAbstractSocket::ConnectedState)
        socket->close(QWebSocketProtocol::CloseCodeNormal);
    else
        socket->abort();
    socket->deleteLater();
}

void WebSocketLink::onGone(bool isError)
{
    if (!m_socket)
        return;
    auto *const socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->deleteLater();
    // Qt says 1000 also where no close frame came.
    const int code = closeCodeOf(*socket);
    const bool wasClosed = code != QWebSocketProtocol::CloseCodeNormal || !isError;
    Q_EMIT closed(wasClosed ? code : QWebSocketProtocol::CloseCodeAbnormalDisconnection);
}

} // namespace relais::client
