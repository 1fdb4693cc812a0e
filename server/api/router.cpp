// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/router.h"

#include <algorithm>

#include "common/protocol/messagecodec.h"
#include "server/transport/refusalfields.h"

namespace relais::server {

namespace {

constexpr std::string_view problemJson = "application/problem+json";
constexpr std::string_view argument = "<arg>";
// How long a browser may remember what it was allowed; ten minutes is what Chromium grants at least.
constexpr std::string_view preflightSeconds = "600";

/// Without permission a browser keeps a GET's answer from the page; what changes something must not even run.
Gate::Page pageThatMayAsk(const HttpRequest &request)
{
    const std::string_view method = request.method();
    const bool isReading = method == "GET" || method == "HEAD" || method == "OPTIONS";
    const bool isPreflight = request.field("access-control-request-method").has_value();
    return isReading && !isPreflight ? Gate::Page::OfAnyOrigin : Gate::Page::OfOurOrigins;
}

std::string wholeSeconds(std::chrono::milliseconds duration)
{
    return std::to_string(std::chrono::ceil<std::chrono::seconds>(duration).count());
}

/// The first part of a path that begins with a slash; `path` then begins with the next one.
std::string_view takePart(std::string_view &path)
{
    path.remove_prefix(1);
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(part.size());
    return part;
}

} // namespace

/// As in draft-ietf-httpapi-ratelimit-headers-03, whose fields clients know: the reset is when all of it is back.
void addRateFields(HttpReply &reply, const RateDecision &rate)
{
    reply.addField("RateLimit-Limit", std::to_string(rate.limit));
    reply.addField("RateLimit-Remaining", std::to_string(rate.remaining));
    reply.addField("RateLimit-Reset", wholeSeconds(rate.untilFull));
}

bool Router::Resource::matches(std::string_view requested) const
{
    std::string_view pattern = path;
    while (pattern.starts_with('/') && requested.starts_with('/')) {
        const std::string_view expected = takePart(pattern);
        const std::string_view found = takePart(requested);
        if (expected == argument ? found.empty() : expected != found)
            return false;
    }
    return pattern.empty() && requested.empty();
}

const Route *Router::Resource::find(std::string_view method) const
{
    const auto found = std::ranges::find_if(routes, [&](const Route &route) {
        return method == route.method || (method == "HEAD" && route.method == "GET");
    });
    return found == routes.end() ? nullptr : &*found;
}

std::string Router::Resource::allow() const
{
    std::string methods;
    for (const Route &route : routes)
        methods.append(route.method).append(route.method == "GET" ? ", HEAD, " : ", ");
    return methods + "OPTIONS";
}

Router::Router(RealtimeSyncService &sync, const Gate &gate)
    : m_sync(sync)
    , m_gate(gate)
{
}

void Router::add(Route route)
{
    if (m_resources.empty() || m_resources.back().path != route.path)
        m_resources.push_back({route.path, {}});
    m_resources.back().routes.push_back(std::move(route));
}

void Router::registerWith(HttpFace &face)
{
    for (const Resource &resource : m_resources) {
        face.route(QString::fromLatin1(resource.path.data(), static_cast<qsizetype>(resource.path.size())),
                   [this, &resource](HttpReply reply) { handle(resource, std::move(reply)); });
    }
    face.setFallback([this](HttpReply reply) {
        // QHttpServer's routes know only the methods that it has a name for.
        if (const Resource *const resource = resourceAt(reply.request().path()))
            handle(*resource, std::move(reply));
        else
            answerUnknown(std::move(reply));
    });
    face.setWelcomesBody([this](const HttpRequest &head) { return welcomesBody(head); });
}

const Router::Resource *Router::resourceAt(std::string_view path) const
{
    const auto found
        = std::ranges::find_if(m_resources, [&](const Resource &resource) { return resource.matches(path); });
    return found == m_resources.end() ? nullptr : &*found;
}

/// No when handle() refuses the request before its handler sees the body.
bool Router::welcomesBody(const HttpRequest &head) const
{
    const Resource *const resource = resourceAt(head.path());
    const Route *const route = resource ? resource->find(head.method()) : nullptr;
    if (!route)
        return false;
    return !head.path().starts_with("/api/") || m_gate.wouldAdmit(head, route->right, pageThatMayAsk(head));
}

void Router::handle(const Resource &resource, HttpReply reply) const
{
    if (!passesGuards(reply, resource.routes.front().readers))
        return;
    const std::string_view method = reply.request().method();
    if (method == "OPTIONS") {
        answerOptions(resource, std::move(reply));
    } else if (const Route *const route = resource.find(method)) {
        const auto caller = admit(*route, reply);
        if (caller && reply.request().isWhole())
            route->handler(std::move(reply), *caller);
        else if (caller) // welcomesBody() said no a moment ago, and now the key of its token has come
            refuse(std::move(reply), Error{.code = ErrorCode::AuthUnavailable, .detail = "try again"});
    } else {
        const std::string allow = resource.allow();
        reply.addField("Allow", allow);
        refuse(std::move(reply), Error{.code = ErrorCode::MethodNotAllowed, .detail = "this path takes " + allow});
    }
}

/// What holds for every request. When it does not, the reply has been used up.
bool Router::passesGuards(HttpReply &reply, Route::Readers readers) const
{
    if (m_sync.isDraining())
        reply.closeAfter();
    if (reply.request().path().starts_with("/api/"))
        reply.addField("Cache-Control", "no-store");
    const std::optional<Error> stranger
        = m_gate.checkSite(reply.request(), reply.peer(), pageThatMayAsk(reply.request()));
    if (!stranger || stranger->at == "Origin")
        addOriginFields(reply, readers);
    if (!stranger)
        return true;
    refuse(std::move(reply), *stranger);
    return false;
}

void Router::addOriginFields(HttpReply &reply, Route::Readers readers) const
{
    if (readers == Route::Readers::AnyOrigin) {
        reply.addField("Access-Control-Allow-Origin", "*");
        return;
    }
    const auto origin = reply.request().field("origin");
    if (!origin)
        return;
    reply.addField("Vary", "Origin");
    if (m_gate.allowsOrigin(*origin)) {
        reply.addField("Access-Control-Allow-Origin", *origin);
        reply.addField("Access-Control-Expose-Headers",
                       "Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset");
    }
}

/// Who asks, when it may; else the reply has been used up. What is open and not under /api/ is for everyone, always.
std::optional<Caller> Router::admit(const Route &route, HttpReply &reply) const
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

void Router::answerOptions(const Resource &resource, HttpReply reply) const
{
    const std::string allow = resource.allow();
    reply.addField("Allow", allow);
    if (reply.request().field("access-control-request-method") && reply.request().field("origin")) {
        reply.addField("Access-Control-Allow-Methods", allow);
        reply.addField("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key");
        reply.addField("Access-Control-Max-Age", preflightSeconds);
    }
    reply.send(204, {}, {});
}

void Router::answerUnknown(HttpReply reply) const
{
    const Route nowhere{{}, {}, Right::Open, nullptr};
    if (passesGuards(reply, nowhere.readers) && admit(nowhere, reply))
        refuse(std::move(reply), Error{.code = ErrorCode::NotFound, .detail = "there is nothing at this path"});
}

void Router::refuse(HttpReply reply, const Error &error) const
{
    m_sync.statistics().recordError(error.code);
    reply.addFields(refusalFields(error));
    reply.send(error.info().httpStatus, problemJson, encodeProblem(error));
}

} // namespace relais::server
