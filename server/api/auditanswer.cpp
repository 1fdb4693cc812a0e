// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/auditanswer.h"

#include <charconv>

namespace relais::server {

namespace {

constexpr std::size_t maximumRecords = 1000;

template <typename Number>
Result<Number> parseNumber(const std::string &text, const char *name, Number minimum, Number maximum)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size() && number >= minimum && number <= maximum)
        return number;
    return Error{.code = ErrorCode::InvalidParameter,
                 .detail = std::string(name) + " must be a whole number from " + std::to_string(minimum) + " to "
                     + std::to_string(maximum),
                 .at = name};
}

} // namespace

Result<AuditQuery> parseAuditQuery(const HttpRequest &request)
{
    AuditQuery query;
    query.actor = request.queryParameter("actor").value_or(std::string());
    query.action = request.queryParameter("action").value_or(std::string());
    if (const auto text = request.queryParameter("limit")) {
        const auto limit = parseNumber<std::size_t>(*text, "limit", 1, maximumRecords);
        if (!limit)
            return limit.error();
        query.limit = *limit;
    }
    if (const auto text = request.queryParameter("before")) {
        const auto before = parseNumber<std::uint64_t>(*text, "before", 1, UINT64_MAX);
        if (!before)
            return before.error();
        query.before = *before;
    }
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
