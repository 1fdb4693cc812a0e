// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/pollquery.h"

#include <charconv>
#include <cmath>

namespace relais::server {

namespace {

constexpr std::size_t maximumLimit = 1000;

template <typename Number> std::optional<Number> parseNumber(std::string_view text)
{
    // from_chars() would take "-0", "1e3" and "inf", none of which is a number of seconds or of messages.
    if (text.empty() || text.size() > 12 || text.find_first_not_of("0123456789.") != std::string_view::npos)
        return std::nullopt;
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

Error invalidParameter(const char *name, const std::string &expected)
{
    return Error{
        .code = ErrorCode::InvalidParameter, .detail = std::string(name) + " must be " + expected, .at = name};
}

} // namespace

Result<std::optional<UserId>> parseUserParameter(const HttpRequest &request)
{
    const auto text = request.queryParameter("userId");
    if (!text)
        return std::optional<UserId>();
    Result<UserId> user = UserId::parse(*text);
    if (!user) {
        Error error = user.error();
        error.at = "userId";
        return error;
    }
    return std::optional<UserId>(std::move(*user));
}

Result<PollQuery> parsePollQuery(const HttpRequest &request, std::chrono::milliseconds maximumWait)
{
    PollQuery query;
    if (request.query().empty())
        return query;
    if (const auto text = request.queryParameter("since")) {
        const Result<Since> since = parseSince(*text);
        if (!since)
            return since.error();
        query.since = *since;
    }
    if (const auto text = request.queryParameter("wait")) {
        const auto seconds = parseNumber<double>(*text);
        const double maximum = std::chrono::duration<double>(maximumWait).count();
        if (!seconds || *seconds > maximum) {
            return invalidParameter("wait",
                                    "a number of seconds from 0 to " + std::to_string(maximumWait.count() / 1000));
        }
        query.wait = std::chrono::milliseconds(std::llround(*seconds * 1000));
    }
    if (const auto text = request.queryParameter("limit")) {
        const auto limit = parseNumber<std::size_t>(*text);
        if (!limit || *limit < 1 || *limit > maximumLimit)
            return invalidParameter("limit", "a whole number from 1 to " + std::to_string(maximumLimit));
        query.limit = *limit;
    }
    Result<std::optional<UserId>> user = parseUserParameter(request);
    if (!user)
        return user.error();
    query.user = std::move(*user);
    return query;
}

} // namespace relais::server
