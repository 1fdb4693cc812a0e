// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QByteArray>
#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace relais::test {

/// Answers every request on 127.0.0.1 with bytes that the test chooses, right or wrong as HTTP goes, then closes.
/// Runs on the events of the test's thread.
class CannedHttpServer {
public:
    CannedHttpServer()
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                serve(socket);
        });
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen: %s", qPrintable(m_server.errorString()));
    }

    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1/jwks.json").arg(m_server.serverPort())); }

    /// 200 with this body.
    void answerWith(const QByteArray &body)
    {
        answerRaw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                  + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
    }
    void answerRaw(const QByteArray &answer)
    {
        m_answer = [answer](QTcpSocket &socket) {
            socket.write(answer);
            socket.disconnectFromHost();
        };
    }
    /// The head, then this again and again for as long as it is taken.
    void answerEndlessly(const QByteArray &head, const QByteArray &piece)
    {
        m_answer = [this, head, piece](QTcpSocket &socket) {
            socket.write(head);
            const auto more = [this, &socket, piece] {
                while (socket.bytesToWrite() < piece.size()) {
                    socket.write(piece);
                    m_bytes += piece.size();
                }
            };
            QObject::connect(&socket, &QTcpSocket::bytesWritten, &socket, more);
            more();
        };
    }
    /// Nothing, and no end.
    void neverAnswer()
    {
        m_answer = [](QTcpSocket &) {
        };
    }
    void stopListening() { m_server.close(); }

    int requests() const { return m_requests; }
    const QByteArray &lastRequest() const { return m_lastRequest; }
    qint64 endlessBytes() const { return m_bytes; }
    bool isConnected() const { return m_connections > 0; }

private:
    void serve(QTcpSocket *socket)
    {
        ++m_connections;
        QObject::connect(socket, &QTcpSocket::disconnected, socket, [this, socket] {
            --m_connections;
            socket->deleteLater();
        });
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, request = QByteArray()]() mutable {
            request += socket->readAll();
            if (!request.endsWith("\r\n\r\n"))
                return;
            ++m_requests;
            m_lastRequest = std::exchange(request, {});
            m_answer(*socket);
        });
    }

    std::function<void(QTcpSocket &)> m_answer = [](QTcpSocket &) {
    };
    int m_requests = 0;
    int m_connections = 0;
    qint64 m_bytes = 0;
    QByteArray m_lastRequest;
    QTcpServer m_server; ///< last, so that its sockets go before what they use
};

} // namespace relais::test
