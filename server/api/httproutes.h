// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <QObject>

#include "common/protocol/messagecodec.h"
#include "server/api/apisettings.h"
#include "server/api/gate.h"
#include "server/api/longpolls.h"
#include "server/api/mailbox.h"
#include "server/sync/realtimesyncservice.h"
#include "server/transport/httpface.h"

namespace relais::server {

/// The HTTP API of one I/O thread: a table of routes, the guards around them, and what each does.
///
/// Lives in its I/O thread.
class HttpRoutes : public QObject {
    Q_OBJECT

public:
    /// Open sockets over all threads, for the status.
    using ConnectionCount = std::function<std::uint64_t()>;

    HttpRoutes(RealtimeSyncService &sync, const Gate &gate, const ApiSettings &settings, LongPolls &longPolls,
               Mailbox &mailbox, ConnectionCount connectionCount, QObject *parent = nullptr);
    ~HttpRoutes() override;

    void registerWith(HttpFace &face);

private:
    struct Route;
    static std::span<const Route> table();

    void handle(const Route &route, HttpReply reply);
    bool passesGuards(HttpReply &reply);
    std::optional<Caller> admit(const Route &route, HttpReply &reply);
    void answerOptions(const Route &route, HttpReply reply);
    void answerUnknown(HttpReply reply);

    void poll(HttpReply reply, const Caller &caller);
    void send(HttpReply reply, const Caller &caller);
    void broadcast(HttpReply reply, const Caller &caller);
    void force(HttpReply reply, const Caller &caller);
    void status(HttpReply reply, const Caller &caller);
    void audit(HttpReply reply, const Caller &caller);
    void health(HttpReply reply, const Caller &caller);
    void readiness(HttpReply reply, const Caller &caller);
    void webSocketWithoutUpgrade(HttpReply reply, const Caller &caller);

    /// What a publishing request asks for, once it is known to be well-formed.
    template <typename Request> struct Publish {
        Request request;
        std::optional<std::string> idempotencyKey;
    };
    template <typename Request> using Decode = Result<Request> (MessageDecoder::*)(std::string_view body);
    enum class Body : std::uint8_t { Required, Optional };
    /// Nothing when something is wrong; the reply has then been used up.
    template <typename Request>
    std::optional<Publish<Request>> readPublish(HttpReply &reply, const Caller &caller, Decode<Request> decode,
                                                Body body);
    std::optional<Error> checkJsonBody(const HttpRequest &request) const;
    Result<std::optional<std::string>> idempotencyKey(const HttpRequest &request) const;
    /// An act that goes into the audit log when it is done.
    struct Act {
        Caller caller;
        std::string_view action;
        std::string target;
    };
    RealtimeSyncService::Done answerReceipt(HttpReply reply, std::function<std::size_t()> recipients,
                                            std::optional<Act> act = {});
    void refuse(HttpReply reply, const Error &error);

    RealtimeSyncService &m_sync;
    const Gate &m_gate;
    const ApiSettings &m_settings;
    LongPolls &m_longPolls;
    Mailbox &m_mailbox;
    ConnectionCount m_connectionCount;
    MessageDecoder m_decoder;
};

} // namespace relais::server
