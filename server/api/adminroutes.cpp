// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/adminroutes.h"

#include "server/api/auditanswer.h"
#include "server/api/historyanswer.h"
#include "server/api/queryparameters.h"
#include "server/api/queueanswer.h"

namespace relais::server {

namespace {

constexpr std::size_t userInPath = 3; // /api/admin/users/<arg>/queue
constexpr std::size_t maximumLimit = 1000;
constexpr std::size_t usualLimit = 100;
constexpr std::size_t maximumOffset = 1'000'000; // the most that messages.cap_per_user may be

/// Errors: InvalidUser.
Result<UserId> userOf(const HttpRequest &request)
{
    Result<UserId> user = UserId::parse(request.pathPart(userInPath).value_or(std::string()));
    if (user)
        return user;
    Error error = user.error();
    error.at = "id";
    return error;
}

} // namespace

AdminRoutes::AdminRoutes(RealtimeSyncService &sync, const Gate &gate, Router &router)
    : m_sync(sync)
    , m_gate(gate)
    , m_router(router)
{
    constexpr std::string_view queue = "/api/admin/users/<arg>/queue";
    router.add({queue, "GET", Right::Observe, [this](HttpReply reply, const Caller &) {
                    showQueue(std::move(reply));
                }});
    router.add({queue, "DELETE", Right::Manage, [this](HttpReply reply, const Caller &caller) {
                    purgeQueue(std::move(reply), caller);
                }});
    router.add({"/api/admin/history", "GET", Right::Observe, [this](HttpReply reply, const Caller &) {
                    history(std::move(reply));
                }});
    router.add({"/api/admin/audit", "GET", Right::Observe, [this](HttpReply reply, const Caller &) {
                    audit(std::move(reply));
                }});
}

void AdminRoutes::audit(HttpReply reply) const
{
    const Result<AuditQuery> query = parseAuditQuery(reply.request());
    if (query)
        reply.send(200, jsonMediaType, encodeAuditPage(m_gate.audit().page(*query)));
    else
        m_router.refuse(std::move(reply), query.error());
}

void AdminRoutes::history(HttpReply reply) const
{
    const Result<History::Range> range = parseHistoryRange(reply.request());
    if (range)
        reply.send(200, jsonMediaType, encodeHistory(*range, m_sync.history(*range)));
    else
        m_router.refuse(std::move(reply), range.error());
}

void AdminRoutes::showQueue(HttpReply reply) const
{
    const Result<UserId> user = userOf(reply.request());
    const auto limit = parseCount(reply.request(), "limit", 1, maximumLimit, usualLimit);
    const auto offset = parseCount(reply.request(), "offset", 0, maximumOffset, 0);
    if (!user)
        m_router.refuse(std::move(reply), user.error());
    else if (!limit)
        m_router.refuse(std::move(reply), limit.error());
    else if (!offset)
        m_router.refuse(std::move(reply), offset.error());
    else
        reply.send(200, jsonMediaType,
                   encodeQueue(*user, m_sync.queueOf(*user, *offset, *limit), m_sync.clock().now()));
}

void AdminRoutes::purgeQueue(HttpReply reply, const Caller &caller) const
{
    const Result<UserId> user = userOf(reply.request());
    if (!user) {
        m_router.refuse(std::move(reply), user.error());
        return;
    }
    const std::size_t count = m_sync.purge(*user);
    m_gate.recordAct(caller, "purge", user->toString(), "ok");
    reply.send(200, jsonMediaType, encodePurged(*user, count));
}

} // namespace relais::server
