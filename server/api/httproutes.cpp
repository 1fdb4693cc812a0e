// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/httproutes.h"

#include <algorithm>
#include <array>
#include <memory>

#include <QThread>

#include "server/api/auditanswer.h"
#include "server/api/pollanswer.h"
#include "server/api/pollquery.h"
#include "server/api/statusjson.h"
#include "server/transport/refusalfields.h"

namespace relais::server {

namespace {

constexpr std::string_view json = "application/json";
constexpr std::string_view problemJson = "application/problem+json";
// How long a browser may remember what it was allowed; ten minutes is what Chromium grants at least.
constexpr std::string_view preflightSeconds = "600";

bool isMutating(std::string_view method)
{
    return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

std::string wholeSeconds(std::chrono::milliseconds duration)
{
    return std::to_string(std::chrono::ceil<std::chrono::seconds>(duration).count());
}

/// As in draft-ietf-httpapi-ratelimit-headers-03, whose fields clients know: the reset is when all of it is back.
void addRateFields(HttpReply &reply, const RateDecision &rate)
{
    reply.addField("RateLimit-Limit", std::to_string(rate.limit));
    reply.addField("RateLimit-Remaining", std::to_string(rate.remaining));
    reply.addField("RateLimit-Reset", wholeSeconds(rate.untilFull));
}

/// For the audit log.
std::string describe(const std::vector<UserId> &users)
{
    if (users.empty())
        return "everyone";
    return users.size() == 1 ? users.front().toString() : std::to_string(users.size()) + " users";
}

} // namespace

struct HttpRoutes::Route {
    /// Of the caller's requests under /api/.
    enum class Charge : std::uint8_t {
        Always,
        ByHandler, ///< a poll that may be held back until it is paid for
    };

    std::string_view path;
    std::string_view method; ///< beside HEAD (for GET) and OPTIONS
    Right right;
    void (HttpRoutes::*handler)(HttpReply, const Caller &);
    Charge charge = Charge::Always;
};

std::span<const HttpRoutes::Route> HttpRoutes::table()
{
    // The busiest first: QHttpServer tries them in order.
    static constexpr std::array<Route, 9> routes{{
        {"/api/sync/poll", "GET", Right::Read, &HttpRoutes::poll, Route::Charge::ByHandler},
        {"/api/sync/send", "POST", Right::Send, &HttpRoutes::send},
        {"/api/sync/broadcast", "POST", Right::Broadcast, &HttpRoutes::broadcast},
        {"/api/sync/force", "POST", Right::Force, &HttpRoutes::force},
        {"/api/sync/status", "GET", Right::Open, &HttpRoutes::status},
        {"/api/admin/audit", "GET", Right::Observe, &HttpRoutes::audit},
        {"/healthz", "GET", Right::Open, &HttpRoutes::health},
        {"/readyz", "GET", Right::Open, &HttpRoutes::readiness},
        {"/ws", "GET", Right::Open, &HttpRoutes::webSocketWithoutUpgrade},
    }};
    return routes;
}

HttpRoutes::HttpRoutes(RealtimeSyncService &sync, const Gate &gate, const ApiSettings &settings, LongPolls &longPolls,
                       Mailbox &mailbox, ConnectionCount connectionCount, QObject *parent)
    : QObject(parent)
    , m_sync(sync)
    , m_gate(gate)
    , m_settings(settings)
    , m_longPolls(longPolls)
    , m_mailbox(mailbox)
    , m_connectionCount(std::move(connectionCount))
    , m_decoder(settings.messages)
{
}

HttpRoutes::~HttpRoutes() = default;

void HttpRoutes::registerWith(HttpFace &face)
{
    for (const Route &route : table()) {
        face.route(QString::fromLatin1(route.path.data(), static_cast<qsizetype>(route.path.size())),
                   [this, &route](HttpReply reply) { handle(route, std::move(reply)); });
    }
    face.setFallback([this](HttpReply reply) {
        // QHttpServer's routes know only the methods that it has a name for.
        const auto found = std::find_if(table().begin(), table().end(),
                                        [&](const Route &route) { return route.path == reply.request().path(); });
        if (found != table().end())
            handle(*found, std::move(reply));
        else
            answerUnknown(std::move(reply));
    });
}

void HttpRoutes::handle(const Route &route, HttpReply reply)
{
    if (!passesGuards(reply))
        return;
    const std::string_view method = reply.request().method();
    if (method == "OPTIONS") {
        answerOptions(route, std::move(reply));
    } else if (method == route.method || (method == "HEAD" && route.method == "GET")) {
        if (const auto caller = admit(route, reply))
            (this->*route.handler)(std::move(reply), *caller);
    } else {
        reply.addField("Allow", route.method == "GET" ? "GET, HEAD, OPTIONS" : "POST, OPTIONS");
        refuse(std::move(reply),
               Error{.code = ErrorCode::MethodNotAllowed,
                     .detail = std::string(route.path) + " takes " + std::string(route.method)});
    }
}

/// What holds for every request. When it does not, the reply has been used up.
bool HttpRoutes::passesGuards(HttpReply &reply)
{
    if (m_sync.isDraining())
        reply.closeAfter();
    if (reply.request().path().starts_with("/api/"))
        reply.addField("Cache-Control", "no-store");
    // Without permission a browser keeps a GET's answer from the page; what changes something must not even run.
    const bool isPreflight = reply.request().field("access-control-request-method").has_value();
    const bool isHarmless = !isMutating(reply.request().method()) && !isPreflight;
    const auto page = isHarmless ? Gate::Page::OfAnyOrigin : Gate::Page::OfOurOrigins;
    const std::optional<Error> stranger = m_gate.checkSite(reply.request(), reply.peer(), page);
    if (const auto origin = reply.request().field("origin"); origin && (!stranger || stranger->at == "Origin")) {
        reply.addField("Vary", "Origin");
        if (m_gate.allowsOrigin(*origin)) {
            reply.addField("Access-Control-Allow-Origin", *origin);
            reply.addField("Access-Control-Expose-Headers",
                           "Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset");
        }
    }
    if (!stranger)
        return true;
    refuse(std::move(reply), *stranger);
    return false;
}

/// Who asks, when it may; else the reply has been used up. What is open and not under /api/ is for everyone, always.
std::optional<Caller> HttpRoutes::admit(const Route &route, HttpReply &reply)
{
    if (!reply.request().path().starts_with("/api/"))
        return Caller{.principal = {}, .address = reply.peer()};
    const auto charge = route.charge == Route::Charge::Always ? Gate::Charge::Request : Gate::Charge::Refusal;
    Gate::Admission admission = m_gate.admit(reply.request(), reply.peer(), route.right, charge);
    if (admission.rate)
        addRateFields(reply, *admission.rate);
    if (!admission.refusal)
        return std::move(admission.caller);
    if (admission.endsConnection)
        reply.closeAfter();
    refuse(std::move(reply), *admission.refusal);
    return std::nullopt;
}

void HttpRoutes::answerOptions(const Route &route, HttpReply reply)
{
    const std::string_view allow = route.method == "GET" ? "GET, HEAD, OPTIONS" : "POST, OPTIONS";
    reply.addField("Allow", allow);
    if (reply.request().field("access-control-request-method") && reply.request().field("origin")) {
        reply.addField("Access-Control-Allow-Methods", allow);
        reply.addField("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key");
        reply.addField("Access-Control-Max-Age", preflightSeconds);
    }
    reply.send(204, {}, {});
}

void HttpRoutes::answerUnknown(HttpReply reply)
{
    static constexpr Route nowhere{{}, {}, Right::Open, nullptr};
    if (passesGuards(reply) && admit(nowhere, reply))
        refuse(std::move(reply), Error{.code = ErrorCode::NotFound, .detail = "there is nothing at this path"});
}

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
        refuse(std::move(reply), error);
        return;
    }
    if (!query) {
        refuse(std::move(reply), query.error());
        return;
    }
    Result<std::optional<UserId>> user = readableUser(*caller.principal, query->user);
    if (!user) {
        m_gate.recordRefusal(caller, rightName(Right::ReadOfAny), user.error());
        refuse(std::move(reply), user.error());
        return;
    }
    query->user = std::move(*user);
    if (rate && rate->coveredFrom > m_sync.clock().monotonic()) {
        m_longPolls.wait(std::move(*query), *caller.principal, std::move(reply), rate->coveredFrom);
        return;
    }
    const ReadResult result = m_sync.read(query->since, query->user, query->limit);
    const bool mayWait = query->wait.count() > 0 && !m_sync.isDraining() && reply.request().method() == "GET";
    if (mayWait && result.messages.empty() && !result.reset) {
        m_longPolls.wait(std::move(*query), *caller.principal, std::move(reply));
        return;
    }
    if (!result.messages.empty())
        m_sync.statistics().deliveriesPoll.fetch_add(result.messages.size(), std::memory_order_relaxed);
    reply.send(200, json, encodePollAnswer(result));
}

template <typename Request>
std::optional<HttpRoutes::Publish<Request>> HttpRoutes::readPublish(HttpReply &reply, const Caller &caller,
                                                                    Decode<Request> decode, Body body)
{
    Result<std::optional<std::string>> key = idempotencyKey(reply.request());
    if (!key) {
        refuse(std::move(reply), key.error());
        return std::nullopt;
    }
    const std::string &text = reply.request().body();
    const bool mayBeMissing = body == Body::Optional && text.empty();
    const std::optional<Error> wrongType = mayBeMissing ? std::nullopt : checkJsonBody(reply.request());
    Result<Request> request = wrongType ? *wrongType : (m_decoder.*decode)(text);
    if (!request) {
        refuse(std::move(reply), request.error());
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
        refuse(std::move(reply), user.error());
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
        reply.send(200, json, encodePublicStatus(m_sync.summary()));
        return;
    }
    ServerStatus status = m_sync.status();
    status.connections = m_connectionCount();
    reply.send(200, json, encodeStatus(status));
}

void HttpRoutes::audit(HttpReply reply, const Caller &)
{
    const Result<AuditQuery> query = parseAuditQuery(reply.request());
    if (query)
        reply.send(200, json, encodeAuditPage(m_gate.audit().page(*query)));
    else
        refuse(std::move(reply), query.error());
}

void HttpRoutes::health(HttpReply reply, const Caller &)
{
    reply.addField("Cache-Control", "no-store");
    reply.send(200, json, "{\"success\":true,\"status\":\"ok\"}");
}

void HttpRoutes::readiness(HttpReply reply, const Caller &)
{
    reply.addField("Cache-Control", "no-store");
    if (m_sync.isDraining()) {
        refuse(std::move(reply), Error{.code = ErrorCode::Draining, .detail = "the server is about to stop"});
        return;
    }
    reply.send(200, json, "{\"success\":true,\"status\":\"ready\"}");
}

void HttpRoutes::webSocketWithoutUpgrade(HttpReply reply, const Caller &)
{
    refuse(std::move(reply),
           Error{.code = ErrorCode::UpgradeRequired,
                 .detail = "/ws speaks WebSocket: the request must ask for an upgrade"});
}

std::optional<Error> HttpRoutes::checkJsonBody(const HttpRequest &request) const
{
    std::string_view type = request.field("content-type").value_or("");
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' ') || type.ends_with('\t'))
        type.remove_suffix(1);
    const bool isJson = type.size() == json.size()
        && std::equal(type.begin(), type.end(), json.begin(),
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
                refuse(std::move(*shared), outcome.error());
                return;
            }
            std::string body = "{\"success\":true,\"id\":\"" + outcome->id.toString()
                + "\",\"timestamp\":" + std::to_string(outcome->id.ms)
                + (outcome->isDuplicate ? ",\"duplicate\":true" : ",\"duplicate\":false");
            if (recipients)
                body += ",\"recipients\":" + std::to_string(recipients());
            shared->send(200, json, body + '}');
        };
        if (QThread::currentThread() == thread())
            answer();
        else
            m_mailbox.post(answer);
    };
}

void HttpRoutes::refuse(HttpReply reply, const Error &error)
{
    m_sync.statistics().errors.fetch_add(1, std::memory_order_relaxed);
    reply.addFields(refusalFields(error));
    reply.send(error.info().httpStatus, problemJson, encodeProblem(error));
}

} // namespace relais::server
