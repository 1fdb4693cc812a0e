// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/gate.h"

#include <algorithm>

#include "server/api/clientaddress.h"
#include "server/api/pollquery.h"

namespace relais::server {

namespace {

constexpr std::string_view subprotocolPrefix = "bearer.";

Error unauthorized(std::string detail, std::string at = {})
{
    return Error{.code = ErrorCode::Unauthorized, .detail = std::move(detail), .at = std::move(at)};
}

AuditRecord recordOf(const Caller &caller)
{
    AuditRecord record;
    record.from = caller.address.toString();
    if (!caller.principal) {
        record.actor = "anonymous";
        return record;
    }
    record.actor = caller.principal->name;
    if (!caller.principal->keyName.empty())
        record.actor += " (" + caller.principal->keyName + ')';
    record.roles = caller.principal->roles.toString();
    return record;
}

/// The token of `Authorization: Bearer <token>` (RFC 6750 section 2.1; the scheme's case does not matter).
std::optional<std::string_view> bearerToken(std::string_view authorization)
{
    constexpr std::string_view scheme = "bearer ";
    const bool isBearer = authorization.size() > scheme.size()
        && std::equal(scheme.begin(), scheme.end(), authorization.begin(),
                      [](char expected, char found) { return expected == (found | 0x20); });
    if (!isBearer)
        return std::nullopt;
    std::string_view token = authorization.substr(scheme.size());
    token.remove_prefix(std::min(token.find_first_not_of(' '), token.size()));
    return token;
}

} // namespace

/// A token and the place it came from, or what is wrong with the way it was shown.
struct Gate::Shown {
    std::optional<std::string> token;
    std::string place;
    std::optional<Error> problem;
};

Gate::Gate(const Services &services, const ApiSettings &settings)
    : m_services(services)
    , m_settings(settings)
    , m_origins(settings.origins)
    , m_hosts(settings.hosts)
{
}

std::optional<Error> Gate::siteProblem(const HttpRequest &request, Page page) const
{
    const auto host = request.field("host");
    const auto origin = request.field("origin");
    if (host && !m_hosts.allows(*host)) // HTTP/1.0 may leave it out; a browser never does
        return Error{.code = ErrorCode::Forbidden, .detail = "not a name of this server (hosts.allow)", .at = "Host"};
    if (page == Page::OfOurOrigins && origin && !m_origins.allows(*origin))
        return Error{.code = ErrorCode::OriginNotAllowed,
                     .detail = "pages of this origin may not use the server (cors.origins)",
                     .at = "Origin"};
    return std::nullopt;
}

std::optional<Error> Gate::checkSite(const HttpRequest &request, const PeerAddress &peer, Page page) const
{
    std::optional<Error> error = siteProblem(request, page);
    if (error)
        recordRefusal({.principal = {}, .address = clientAddress(request, peer, m_settings.trustedProxies)}, "page",
                      *error);
    return error;
}

Gate::Shown Gate::shownToken(const HttpRequest &request, const WebSocketHandshake *upgrade)
{
    Shown shown;
    int count = 0;
    const auto take = [&](std::string_view token, const char *place) {
        shown.token = std::string(token);
        shown.place = place;
        ++count;
    };
    for (const std::string_view field : request.fieldValues("authorization")) {
        if (const auto token = bearerToken(field)) {
            take(*token, "Authorization");
        } else {
            shown.problem = unauthorized("the scheme of Authorization must be Bearer", "Authorization");
            return shown;
        }
    }
    if (upgrade) {
        for (const std::string &protocol : upgrade->protocols) {
            if (protocol.starts_with(subprotocolPrefix))
                take(std::string_view(protocol).substr(subprotocolPrefix.size()), "Sec-WebSocket-Protocol");
        }
        if (const auto token = request.queryParameter("token"))
            take(*token, "token");
    }
    if (count > 1) { // RFC 6750, section 2: not more than one way in a request
        shown.problem
            = Error{.code = ErrorCode::BadRequest, .detail = "more than one token is given", .at = shown.place};
    }
    return shown;
}

std::optional<Error> Gate::identify(const HttpRequest &request, const WebSocketHandshake *upgrade, Caller &caller,
                                    std::string &reason) const
{
    if (!m_services.access.isEnabled()) {
        Result<std::optional<UserId>> user = parseUserParameter(request);
        if (!user)
            return user.error();
        caller.principal = Principal::development(std::move(*user));
        return std::nullopt;
    }
    const Shown shown = shownToken(request, upgrade);
    if (shown.problem || !shown.token)
        return shown.problem;
    auto identity = m_services.access.authenticate(*shown.token);
    if (auto *const principal = std::get_if<Principal>(&identity)) {
        caller.principal = std::move(*principal);
        return std::nullopt;
    }
    auto &refusal = std::get<AccessService::Refusal>(identity);
    refusal.error.at = shown.place;
    reason = std::move(refusal.reason);
    return std::move(refusal.error);
}

Gate::Admission Gate::admit(const HttpRequest &request, const PeerAddress &peer, Right right, Charge charge,
                            const WebSocketHandshake *upgrade) const
{
    Admission admission;
    Caller &caller = admission.caller;
    caller.address = clientAddress(request, peer, m_settings.trustedProxies);
    std::string reason;
    admission.refusal = identify(request, upgrade, caller, reason);
    const bool isGuess = admission.refusal.has_value();
    if (!admission.refusal && right != Right::Open)
        admission.refusal = judge(caller.principal, right);
    if (charge == Charge::Request || admission.refusal) {
        admission.rate = this->charge(caller);
        if (admission.rate && !admission.rate->allowed) {
            admission.refusal = rateLimited(*admission.rate);
            admission.endsConnection = isGuess;
        }
    }
    if (admission.refusal)
        recordRefusal(caller, rightName(upgrade ? Right::Connect : right), *admission.refusal, std::move(reason));
    return admission;
}

bool Gate::wouldAdmit(const HttpRequest &request, Right right, Page page) const
{
    Caller caller;
    std::string reason;
    if (siteProblem(request, page) || identify(request, nullptr, caller, reason))
        return false;
    return right == Right::Open || !judge(caller.principal, right);
}

Result<Principal> Gate::authenticate(std::string_view token, const Caller &caller) const
{
    auto identity = m_services.access.authenticate(token);
    if (auto *const principal = std::get_if<Principal>(&identity))
        return std::move(*principal);
    auto &refusal = std::get<AccessService::Refusal>(identity);
    if (refusal.isExpired)
        refusal.error.code = ErrorCode::TokenExpired;
    if (!caller.principal) {
        const auto rate = charge(caller);
        if (rate && !rate->allowed)
            refusal.error = rateLimited(*rate);
    }
    recordRefusal(caller, rightName(Right::Connect), refusal.error, std::move(refusal.reason));
    return std::move(refusal.error);
}

Result<std::optional<ConnectionLimiter::Place>> Gate::placeBehindProxy(const Caller &caller,
                                                                       const PeerAddress &peer) const
{
    using Place = std::optional<ConnectionLimiter::Place>;
    if (!m_settings.trustedProxies.contains(peer))
        return Place();
    ConnectionLimiter::Entry entry = m_services.connections.enterForwarded(caller.address);
    if (entry)
        return std::move(entry.place);
    return Error{.code = ErrorCode::RateLimited,
                 .detail = "your address has as many connections as it may (limits.connections_per_address)"};
}

RateQuota Gate::quotaOf(const Caller &caller) const
{
    const auto quota = [&](std::uint32_t requests) {
        return RateQuota{requests, m_settings.rate.window};
    };
    // In development mode everyone is everybody's equal: one quota, by address.
    if (!caller.principal || !m_services.access.isEnabled())
        return quota(m_settings.rate.userRequests);
    if (caller.principal->roles.contains(Role::Publisher))
        return quota(m_settings.rate.publisherRequests);
    if (caller.principal->roles.containsAny({Role::Operator, Role::Admin}))
        return quota(m_settings.rate.adminRequests);
    return quota(m_settings.rate.userRequests);
}

RateKey Gate::keyOf(const Caller &caller)
{
    const bool isKnown = caller.principal && !caller.principal->isDevelopment();
    return isKnown ? RateKey::principal(caller.principal->name) : RateKey::address(caller.address.limitKey());
}

std::optional<RateDecision> Gate::charge(const Caller &caller) const
{
    const RateQuota quota = quotaOf(caller);
    if (quota.requests == 0)
        return std::nullopt;
    return m_services.limiter.take(keyOf(caller), quota, m_services.clock.monotonic());
}

std::optional<RateReservation> Gate::chargeAhead(const Caller &caller, std::chrono::milliseconds patience) const
{
    const RateQuota quota = quotaOf(caller);
    if (quota.requests == 0)
        return std::nullopt;
    return m_services.limiter.reserve(keyOf(caller), quota, m_services.clock.monotonic(), patience);
}

void Gate::recordAct(const Caller &caller, std::string_view action, std::string target, std::string result) const
{
    AuditRecord record = recordOf(caller);
    record.action = action;
    record.target = std::move(target);
    record.result = std::move(result);
    m_services.audit.record(std::move(record));
}

void Gate::recordRefusal(const Caller &caller, std::string_view action, const Error &error, std::string reason) const
{
    const ErrorInfo &info = error.info();
    AuditRecord record = recordOf(caller);
    record.action = "refused." + std::to_string(info.httpStatus != 0 ? info.httpStatus : info.closeCode);
    record.target = action;
    record.result = info.name;
    record.detail = reason.empty() ? error.detail : std::move(reason);
    m_services.audit.record(std::move(record));
}

std::optional<Error> judge(const std::optional<Principal> &principal, Right right)
{
    if (!principal)
        return unauthorized("a token is needed: Authorization: Bearer <token>");
    if (allows(principal->roles, right))
        return std::nullopt;
    return Error{.code = ErrorCode::Forbidden, .detail = "none of your roles may do this"};
}

Result<std::optional<UserId>> readableUser(const Principal &principal, const std::optional<UserId> &wanted)
{
    if (!wanted || wanted == principal.user)
        return principal.user;
    if (allows(principal.roles, Right::ReadOfAny))
        return wanted;
    return Error{.code = ErrorCode::Forbidden, .detail = "only your own messages may be read", .at = "userId"};
}

Result<std::optional<UserId>> recipient(const Principal &principal, const std::optional<UserId> &wanted)
{
    const bool isUser = principal.user && principal.roles.contains(Role::User);
    if (isUser && (!wanted || wanted == principal.user))
        return principal.user;
    if (allows(principal.roles, Right::SendToAny))
        return wanted;
    return Error{.code = ErrorCode::Forbidden,
                 .detail = isUser ? "a user may send to itself only" : "none of your roles may do this",
                 .at = "userId"};
}

std::string idempotencyKeyOf(const Principal &principal, std::string_view key)
{
    return principal.name + '\n' + std::string(key); // no name has a line feed
}

Error rateLimited(const RateDecision &decision)
{
    return Error{.code = ErrorCode::RateLimited,
                 .detail = "more requests than are granted; one comes back after Retry-After",
                 .retryAfter = decision.untilNext};
}

} // namespace relais::server
