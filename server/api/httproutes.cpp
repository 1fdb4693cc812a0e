// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/httproutes.h"

#include <algorithm>
#include <memory>

#include <QThread>

#include "server/api/pollanswer.h"
#include "server/api/pollquery.h"
#include "server/api/statusjson.h"

namespace relais::server {

namespace {

/// For the audit log.
std::string describe(const std::vector<UserId> &users)
{
    if (users.empty())
        return "everyone";
    return users.size() == 1 ? users.front().toString() : std::to_string(users.size()) + " users";
}

} // namespace

HttpRoutes::HttpRoutes(RealtimeSyncService &sync, const Gate &gate, const ApiSettings &settings, LongPolls &longPolls,
                       Mailbox &mailbox, Router &router, QObject *parent)
    : QObject(parent)
    , m_sync(sync)
    , m_gate(gate)
    , m_settings(settings)
    , m_longPolls(longPolls)
    , m_mailbox(mailbox)
    , m_router(router)
    , m_decoder(settings.messages)
{
    struct Row {
        std::string_view path;
        std::string_view method;
        Right right;
        void (HttpRoutes::*handler)(HttpReply, const Caller &);
        Route::Charge charge = Route::Charge::Always;
    };
    // The busiest first.
    static constexpr Row table[] = {
        {"/api/sync/poll", "GET", Right::Read, &HttpRoutes::poll, Route::Charge::ByHandler},
        {"/api/sync/send", "POST", Right::Send, &HttpRoutes::send},
        {"/api/sync/broadcast", "POST", Right::Broadcast, &HttpRoutes::broadcast},
        {"/api/sync/force", "POST", Right::Force, &HttpRoutes::force},
        {"/api/sync/status", "GET", Right::Open, &HttpRoutes::status},
        {"/healthz", "GET", Right::Open, &HttpRoutes::health},
        {"/readyz", "GET", Right::Open, &HttpRoutes::readiness},
        {"/ws", "GET", Right::Open, &HttpRoutes::webSocketWithoutUpgrade},
    };
    for (const Row &row : table) {
        router.add({row.path, row.method, row.right,
                    [this, handler = row.handler](HttpReply reply, const Caller &caller) {
                        (this->*handler)(std::move(reply), caller);
                    },
                    row.charge});
    }
}

HttpRoutes::~HttpRoutes() = default;

void HttpRoutes::poll(HttpReply reply, const Caller &caller)
{
    Result<PollQuery> query = parsePollQuery(reply.request(), m_settings.maximumWait);
    const auto patience = query ? query->wait : std::chrono::milliseconds(0);
    const auto rate = m_gate.chargeAhead(caller, patience);
    if (rate)
        addRateFields(reply, rate->decision);
    if (rate && !rate->decision.allowed) {
        const Error error = rateLimited(rate->decision);
        m_gate.recordRefusal(caller, rightName(Right::Read), error);
        m_router.refuse(std::move(reply), error);
        return;
    }
    if (!query) {
        m_router.refuse(std::move(reply), query.error());
        return;
    }
    Result<std::optional<UserId>> user = readableUser(*caller.principal, query->user);
    if (!user) {
        m_gate.recordRefusal(caller, rightName(Right::ReadOfAny), user.error());
        m_router.refuse(std::move(reply), user.error());
        return;
    }
    query->user = std::move(*user);
    if (rate && rate->coveredFrom > m_sync.clock().monotonic()) {
        m_longPolls.wait(std::move(*query), caller, std::move(reply), rate->coveredFrom);
        return;
    }
    const ReadResult result = m_sync.read(query->since, query->user, query->limit);
    const bool mayWait = query->wait.count() > 0 && !m_sync.isDraining() && reply.request().method() == "GET";
    if (mayWait && result.messages.empty() && !result.reset) {
        m_longPolls.wait(std::move(*query), caller, std::move(reply));
        return;
    }
    if (!result.messages.empty())
        m_sync.statistics().deliveriesPoll.fetch_add(result.messages.size(), std::memory_order_relaxed);
    reply.send(200, jsonMediaType, encodePollAnswer(result));
}

template <typename Request>
std::optional<HttpRoutes::Publish<Request>> HttpRoutes::readPublish(HttpReply &reply, const Caller &caller,
                                                                    Decode<Request> decode, Body body)
{
    Result<std::optional<std::string>> key = idempotencyKey(reply.request());
    if (!key) {
        m_router.refuse(std::move(reply), key.error());
        return std::nullopt;
    }
    const std::string &text = reply.request().body();
    const bool mayBeMissing = body == Body::Optional && text.empty();
    const std::optional<Error> wrongType = mayBeMissing ? std::nullopt : checkJsonBody(reply.request());
    Result<Request> request = wrongType ? *wrongType : (m_decoder.*decode)(text);
    if (!request) {
        m_router.refuse(std::move(reply), request.error());
        return std::nullopt;
    }
    if (*key)
        *key = idempotencyKeyOf(*caller.principal, **key);
    return Publish<Request>{std::move(*request), std::move(*key)};
}

void HttpRoutes::send(HttpReply reply, const Caller &caller)
{
    auto publish = readPublish<SendRequest>(reply, caller, &MessageDecoder::decodeSend, Body::Required);
    if (!publish)
        return;
    Result<std::optional<UserId>> user = recipient(*caller.principal, publish->request.userId);
    if (!user) {
        m_gate.recordRefusal(caller, rightName(Right::SendToAny), user.error());
        m_router.refuse(std::move(reply), user.error());
        return;
    }
    publish->request.userId = std::move(*user);
    m_sync.send(std::move(publish->request), publish->idempotencyKey, answerReceipt(std::move(reply), nullptr));
}

void HttpRoutes::broadcast(HttpReply reply, const Caller &caller)
{
    auto publish = readPublish<BroadcastRequest>(reply, caller, &MessageDecoder::decodeBroadcast, Body::Required);
    if (!publish)
        return;
    Act act{caller, "broadcast", describe(publish->request.userIds)};
    auto recipients = [this, users = publish->request.userIds] {
        return users.empty() ? m_sync.clients().recipients() : m_sync.clients().recipients(users);
    };
    m_sync.broadcast(std::move(publish->request), publish->idempotencyKey,
                     answerReceipt(std::move(reply), std::move(recipients), std::move(act)));
}

void HttpRoutes::force(HttpReply reply, const Caller &caller)
{
    auto publish = readPublish<ForceRequest>(reply, caller, &MessageDecoder::decodeForce, Body::Optional);
    if (!publish)
        return;
    const auto &wanted = publish->request.userId;
    Act act{caller, "force", describe(wanted ? std::vector{*wanted} : std::vector<UserId>())};
    auto recipients = [this, user = publish->request.userId] {
        return user ? m_sync.clients().recipients({&*user, 1}) : m_sync.clients().recipients();
    };
    m_sync.force(std::move(publish->request), publish->idempotencyKey,
                 answerReceipt(std::move(reply), std::move(recipients), std::move(act)));
}

void HttpRoutes::status(HttpReply reply, const Caller &caller)
{
    if (judge(caller.principal, Right::Observe)) {
        reply.send(200, jsonMediaType, encodePublicStatus(m_sync.summary()));
        return;
    }
    reply.send(200, jsonMediaType, encodeStatus(m_sync.status(), caller.principal->roles));
}

void HttpRoutes::health(HttpReply reply, const Caller &)
{
    reply.addField("Cache-Control", "no-store");
    reply.send(200, jsonMediaType, "{\"success\":true,\"status\":\"ok\"}");
}

void HttpRoutes::readiness(HttpReply reply, const Caller &)
{
    reply.addField("Cache-Control", "no-store");
    if (m_sync.isDraining()) {
        m_router.refuse(std::move(reply),
                        Error{.code = ErrorCode::Draining, .detail = "the server is about to stop"});
        return;
    }
    reply.send(200, jsonMediaType, "{\"success\":true,\"status\":\"ready\"}");
}

void HttpRoutes::webSocketWithoutUpgrade(HttpReply reply, const Caller &)
{
    m_router.refuse(std::move(reply),
                    Error{.code = ErrorCode::UpgradeRequired,
                          .detail = "/ws speaks WebSocket: the request must ask for an upgrade"});
}

std::optional<Error> HttpRoutes::checkJsonBody(const HttpRequest &request) const
{
    std::string_view type = request.field("content-type").value_or("");
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' ') || type.ends_with('\t'))
        type.remove_suffix(1);
    const bool isJson = type.size() == jsonMediaType.size()
        && std::equal(type.begin(), type.end(), jsonMediaType.begin(),
                      [](char a, char b) { return (a | 0x20) == (b | 0x20); });
    if (isJson)
        return std::nullopt;
    return Error{.code = ErrorCode::UnsupportedMediaType,
                 .detail = "the body must be sent as Content-Type: application/json",
                 .at = "Content-Type"};
}

Result<std::optional<std::string>> HttpRoutes::idempotencyKey(const HttpRequest &request) const
{
    const auto values = request.fieldValues("idempotency-key");
    if (values.empty())
        return std::optional<std::string>();
    const std::string_view key = values.front();
    if (values.size() > 1 || key.empty() || key.size() > 128) {
        return Error{.code = ErrorCode::InvalidParameter,
                     .detail = "Idempotency-Key must be given once, with 1 to 128 characters",
                     .at = "Idempotency-Key"};
    }
    return std::optional<std::string>(key);
}

/// Answers a publish when its outcome is known, from whichever thread that comes.
RealtimeSyncService::Done HttpRoutes::answerReceipt(HttpReply reply, std::function<std::size_t()> recipients,
                                                    std::optional<Act> act)
{
    // std::function wants a copy; the reply is one of a kind.
    auto shared = std::make_shared<HttpReply>(std::move(reply));
    return [this, shared, recipients = std::move(recipients), act = std::move(act)](const Result<Receipt> &outcome) {
        if (act)
            m_gate.recordAct(act->caller, act->action, act->target,
                             outcome ? "ok" : std::string(outcome.error().info().name));
        const auto answer = [this, shared, recipients, outcome] {
            if (!outcome) {
                m_router.refuse(std::move(*shared), outcome.error());
                return;
            }
            std::string body = "{\"success\":true,\"id\":\"" + outcome->id.toString()
                + "\",\"timestamp\":" + std::to_string(outcome->id.ms)
                + (outcome->isDuplicate ? ",\"duplicate\":true" : ",\"duplicate\":false");
            if (recipients)
                body += ",\"recipients\":" + std::to_string(recipients());
            shared->send(200, jsonMediaType, body + '}');
        };
        if (QThread::currentThread() == thread())
            answer();
        else
            m_mailbox.post(answer);
    };
}

} // namespace relais::server
