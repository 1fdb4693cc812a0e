// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/auditanswer.h"

#include <cstdint>

#include "server/api/queryparameters.h"

namespace relais::server {

namespace {

constexpr std::size_t maximumRecords = 1000;

} // namespace

Result<AuditQuery> parseAuditQuery(const HttpRequest &request)
{
    AuditQuery query;
    query.actor = request.queryParameter("actor").value_or(std::string());
    query.action = request.queryParameter("action").value_or(std::string());
    const auto limit = parseCount(request, "limit", 1, maximumRecords, query.limit);
    if (!limit)
        return limit.error();
    query.limit = *limit;
    const auto before = parseCount(request, "before", 1, UINT64_MAX, UINT64_MAX);
    if (!before)
        return before.error();
    query.before = *before;
    return query;
}

std::string encodeAuditPage(const AuditPage &page)
{
    std::string body = R"({"success":true,"records":[)";
    for (const AuditRecord &record : page.records) {
        if (&record != &page.records.front())
            body += ',';
        body += auditRecordJson(record);
    }
    return body + R"(],"count":)" + std::to_string(page.records.size()) + R"(,"hasMore":)"
        + (page.hasMore ? "true}" : "false}");
}

} // namespace relais::server
