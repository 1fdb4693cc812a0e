// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <list>

#include <QByteArray>
#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>

namespace relais::test {

/// Stands between a client and a server, forwards bytes, and counts what clients ask for; or gets in the way. Runs on
/// the events of the test's thread, so nothing that blocks may go through it.
class ClientProxy {
public:
    explicit ClientProxy(quint16 serverPort)
        : m_serverPort(serverPort)
    {
        QObject::connect(&m_listener, &QTcpServer::newConnection, &m_listener, [this] {
            while (QTcpSocket *socket = m_listener.nextPendingConnection())
                accept(socket);
        });
        if (!m_listener.listen(QHostAddress::LocalHost))
            qFatal("cannot listen: %s", qPrintable(m_listener.errorString()));
        m_port = m_listener.serverPort();
    }

    quint16 port() const { return m_port; }

    /// As a proxy that does not know the upgrade: a WebSocket is answered with 502 from now on.
    void setBlocksWebSockets(bool blocks) { m_blocksWebSockets = blocks; }
    /// Of the connections that there are, nothing that the server says comes through any more.
    void silenceServer()
    {
        for (Connection &connection : m_connections)
            connection.isServerSilent = true;
    }
    /// Of the connections that there are, nothing comes through any more, in either direction.
    void stall()
    {
        for (Connection &connection : m_connections)
            connection.isStalled = true;
    }
    /// Ends all connections.
    void cut()
    {
        while (!m_connections.empty())
            close(m_connections.begin());
    }
    /// Ends all connections and refuses new ones, until up().
    void down()
    {
        m_listener.close();
        cut();
    }
    void up()
    {
        if (!m_listener.listen(QHostAddress::LocalHost, m_port))
            qFatal("cannot listen again: %s", qPrintable(m_listener.errorString()));
    }

    int polls() const { return m_polls; } ///< that were asked for
    int upgrades() const { return m_upgrades; } ///< the same of WebSockets

private:
    struct Connection {
        QTcpSocket *client = nullptr;
        QTcpSocket *server = nullptr;
        bool isServerSilent = false;
        bool isStalled = false;
        bool isWebSocket = false;
    };
    using Iterator = std::list<Connection>::iterator;

    void accept(QTcpSocket *client)
    {
        const auto connection = m_connections.insert(m_connections.end(), Connection{client, new QTcpSocket});
        QTcpSocket *const server = connection->server;
        QObject::connect(client, &QTcpSocket::readyRead, client, [this, connection] { fromClient(connection); });
        QObject::connect(server, &QTcpSocket::readyRead, server, [connection] {
            const QByteArray bytes = connection->server->readAll();
            if (!connection->isServerSilent && !connection->isStalled)
                connection->client->write(bytes);
        });
        QObject::connect(client, &QTcpSocket::disconnected, client, [this, connection] { close(connection); });
        QObject::connect(server, &QTcpSocket::disconnected, server, [this, connection] { close(connection); });
        QObject::connect(server, &QTcpSocket::errorOccurred, server, [this, connection] { close(connection); });
        server->connectToHost(QHostAddress::LocalHost, m_serverPort);
    }

    void fromClient(Iterator connection)
    {
        const QByteArray bytes = connection->client->readAll();
        if (connection->isStalled)
            return;
        if (!connection->isWebSocket)
            m_polls += static_cast<int>(bytes.count("GET /api/sync/poll"));
        if (bytes.startsWith("GET /ws")) {
            ++m_upgrades;
            connection->isWebSocket = true;
            if (m_blocksWebSockets) {
                connection->client->write(
                    "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                connection->client->disconnectFromHost();
                return;
            }
        }
        connection->server->write(bytes);
    }

    void close(Iterator connection)
    {
        for (QTcpSocket *socket : {connection->client, connection->server}) {
            socket->disconnect();
            socket->abort();
            socket->deleteLater();
        }
        m_connections.erase(connection);
    }

    const quint16 m_serverPort;
    quint16 m_port = 0;
    bool m_blocksWebSockets = false;
    int m_polls = 0;
    int m_upgrades = 0;
    std::list<Connection> m_connections;
    QTcpServer m_listener; ///< last, so that its sockets go before what they use
};

} // namespace relais::test
