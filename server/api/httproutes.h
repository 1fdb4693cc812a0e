// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <QObject>

#include "common/protocol/messagecodec.h"
#include "server/api/apisettings.h"
#include "server/api/gate.h"
#include "server/api/longpolls.h"
#include "server/api/mailbox.h"
#include "server/api/router.h"
#include "server/sync/realtimesyncservice.h"

namespace relais::server {

/// The routes of one I/O thread that clients and publishers use, and those that say how the server is.
///
/// Lives in its I/O thread.
class HttpRoutes : public QObject {
    Q_OBJECT

public:
    /// Adds its routes to the router.
    HttpRoutes(RealtimeSyncService &sync, const Gate &gate, const ApiSettings &settings, LongPolls &longPolls,
               Mailbox &mailbox, Router &router, QObject *parent = nullptr);
    ~HttpRoutes() override;

private:
    void poll(HttpReply reply, const Caller &caller);
    void send(HttpReply reply, const Caller &caller);
    void broadcast(HttpReply reply, const Caller &caller);
    void force(HttpReply reply, const Caller &caller);
    void status(HttpReply reply, const Caller &caller);
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

    RealtimeSyncService &m_sync;
    const Gate &m_gate;
    const ApiSettings &m_settings;
    LongPolls &m_longPolls;
    Mailbox &m_mailbox;
    Router &m_router;
    MessageDecoder m_decoder;
};

} // namespace relais::server
