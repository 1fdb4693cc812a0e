// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QHttpServer>
#include <QObject>

#include "server/transport/httpreply.h"

namespace relais::server {

/// One thread's QHttpServer, which has the routes, without its sockets: each request reaches it whole and valid
/// through a MemorySocket, and its answer leaves with one send. Why it must not hold network sockets itself is in
/// docs/architecture.md.
class HttpFace : public QObject {
    Q_OBJECT

public:
    using Handler = std::function<void(HttpReply)>;
    /// Takes an answer to its connection. `closeAfter`: the handler wants the connection closed behind it.
    using Deliver = std::function<void(ConnectionId, QByteArray answer, bool closeAfter)>;
    using Abandoned = std::function<void(ConnectionId, std::function<void()>)>;
    using WelcomesBody = std::function<bool(const HttpRequest &head)>;

    explicit HttpFace(QObject *parent = nullptr);
    ~HttpFace() override;

    /// `path` is compared with the raw path of a request, escapes and all; `<arg>` stands for anything but a slash
    /// ("/users/<arg>"). All methods that QHttpServer has a name for come to the handler.
    void route(const QString &path, Handler handler);
    /// For what no route takes, and for all other methods.
    void setFallback(Handler handler);

    void setDeliver(Deliver deliver) { m_deliver = std::move(deliver); }
    void setSubscribeAbandoned(Abandoned subscribe) { m_subscribeAbandoned = std::move(subscribe); }
    /// Is a body worth waiting for? No when the request is refused whatever the body says. Without this it always is.
    void setWelcomesBody(WelcomesBody welcomes) { m_welcomesBody = std::move(welcomes); }
    bool welcomesBody(const HttpRequest &head) const { return !m_welcomesBody || m_welcomesBody(head); }

    /// Runs one request. The answer may come within this call or any time later; it comes always.
    void dispatch(ConnectionId connection, const PeerAddress &peer, HttpRequest request);

private:
    friend class HttpReply;
    class Listener;
    struct Current {
        ConnectionId connection;
        PeerAddress peer;
        HttpRequest request;
        MemorySocket *socket;
    };

    MemorySocket *takeSocket();
    void giveBack(MemorySocket *socket);
    HttpReply takeReply(QHttpServerResponder &&responder);

    QHttpServer m_server;
    Listener *m_listener; ///< owned by m_server
    Deliver m_deliver;
    Abandoned m_subscribeAbandoned;
    WelcomesBody m_welcomesBody;
    std::vector<QPointer<MemorySocket>> m_sockets; ///< free to use; kept, since each costs Qt a dozen allocations
    std::optional<Current> m_current;
};

} // namespace relais::server
