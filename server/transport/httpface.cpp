// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/httpface.h"

#include <QHttpServerRequest>
#include <QLoggingCategory>
#include <QTcpServer>

#include "common/protocol/messagecodec.h"

namespace relais::server {

namespace {

// As many as there are requests under way at once, most of them long-polls; beyond this they are made as needed.
constexpr std::size_t pooledSockets = 64;

/// What QHttpServer needs to choose a route, and no more: handlers read the request that our reader has checked, so
/// nothing else that a client wrote meets a second parser that could read it another way.
QByteArray headForRouting(const HttpRequest &request)
{
    // QUrl takes what follows two slashes for a host, so that //x/api/... would match the route /api/...
    const std::string_view path = request.path().starts_with("//") ? "/-" : request.path();
    QByteArray head;
    head.reserve(static_cast<qsizetype>(request.method().size() + path.size()) + 32);
    head.append(request.method().data(), static_cast<qsizetype>(request.method().size()));
    head.append(' ');
    const qsizetype begin = head.size();
    head.append(path.data(), static_cast<qsizetype>(path.size()));
    // Qt decodes some escapes. Escaped once more, what it compares with the routes is the path as it came: the one
    // that the guards in front of a handler see.
    if (path.find('%') != std::string_view::npos)
        head.replace(begin, head.size() - begin, head.sliced(begin).replace('%', "%25"));
    head.append(" HTTP/1.1\r\nHost: localhost\r\n\r\n");
    return head;
}

} // namespace

/// Where QHttpServer takes its connections from. It does not listen, and QTcpServer's own list of pending connections
/// insists on that: so the one that is handed over is kept here.
class HttpFace::Listener final : public QTcpServer {
public:
    void push(MemorySocket *socket)
    {
        m_pending = socket;
        // A private signal, which only QTcpServer may emit by name.
        QMetaObject::invokeMethod(this, "pendingConnectionAvailable", Qt::DirectConnection);
    }
    QTcpSocket *nextPendingConnection() override { return std::exchange(m_pending, nullptr); }
    bool hasPendingConnections() const override { return m_pending != nullptr; }

private:
    MemorySocket *m_pending = nullptr;
};

HttpFace::HttpFace(QObject *parent)
    : QObject(parent)
    , m_listener(new Listener)
{
    m_server.setMissingHandler([](const QHttpServerRequest &, QHttpServerResponder &&) {});
    m_server.bind(m_listener); // warns that nothing listens, which is so
}

HttpFace::~HttpFace()
{
    for (const QPointer<MemorySocket> &socket : m_sockets)
        delete socket;
}

void HttpFace::route(const QString &path, Handler handler)
{
    // Handlers read the arguments themselves; a rule whose handler takes none may not have any.
    const QString pattern = QString(path).replace(QStringLiteral("<arg>"), QStringLiteral("[^/]+"));
    m_server.route(pattern, [this, handler = std::move(handler)](QHttpServerResponder &&responder) {
        handler(takeReply(std::move(responder)));
    });
}

void HttpFace::setFallback(Handler handler)
{
    m_server.setMissingHandler(
        [this, handler = std::move(handler)](const QHttpServerRequest &, QHttpServerResponder &&responder) {
            handler(takeReply(std::move(responder)));
        });
}

HttpReply HttpFace::takeReply(QHttpServerResponder &&responder)
{
    Current current = std::move(*m_current);
    m_current.reset();
    return HttpReply(*this, current.connection, current.peer, std::move(current.request), current.socket,
                     std::move(responder));
}

void HttpFace::dispatch(ConnectionId connection, const PeerAddress &peer, HttpRequest request)
{
    MemorySocket *const socket = takeSocket();
    QByteArray head = headForRouting(request);
    m_current.emplace(Current{connection, peer, std::move(request), socket});
    socket->feed(std::move(head));
    if (!m_current)
        return;
    // Qt took what our reader passed for something else than one whole request: a request that must not be run.
    m_current.reset();
    socket->close();
    const std::string problem
        = encodeProblem(Error{.code = ErrorCode::BadRequest, .detail = "the request could not be interpreted"});
    QByteArray answer("HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\nConnection: close\r\n");
    answer += "Content-Length: " + QByteArray::number(problem.size()) + "\r\n\r\n";
    answer += QByteArrayView(problem.data(), static_cast<qsizetype>(problem.size()));
    m_deliver(connection, std::move(answer), true);
}

MemorySocket *HttpFace::takeSocket()
{
    while (!m_sockets.empty()) {
        const QPointer<MemorySocket> socket = m_sockets.back();
        m_sockets.pop_back();
        if (socket && socket->state() == QAbstractSocket::ConnectedState)
            return socket;
    }
    auto *const socket = new MemorySocket(this);
    m_listener->push(socket);
    return socket;
}

void HttpFace::giveBack(MemorySocket *socket)
{
    if (m_sockets.size() < pooledSockets && socket->state() == QAbstractSocket::ConnectedState)
        m_sockets.emplace_back(socket);
    else
        socket->close(); // QHttpServer deletes it
}

} // namespace relais::server
