// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/httprefusal.h"

#include <string_view>

#include "common/protocol/messagecodec.h"
#include "server/transport/refusalfields.h"

namespace relais::server {

namespace {

std::string_view reasonPhrase(int status)
{
    switch (status) {
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 408:
        return "Request Timeout";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 417:
        return "Expectation Failed";
    case 426:
        return "Upgrade Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Error";
    }
}

} // namespace

std::string httpRefusal(const Error &error)
{
    const int status = error.info().httpStatus;
    const std::string body = encodeProblem(error);
    std::string answer = "HTTP/1.1 " + std::to_string(status) + ' ';
    answer += reasonPhrase(status);
    answer += "\r\nContent-Type: application/problem+json\r\nCache-Control: no-store\r\nConnection: close\r\n";
    answer += refusalFields(error);
    answer += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    return answer;
}

const std::string &httpRefusal(ConnectionLimiter::Limit limit)
{
    using Limit = ConnectionLimiter::Limit;
    const auto refusing = [](ErrorCode code, const char *detail) {
        return httpRefusal(Error{.code = code, .detail = detail});
    };
    // Made once: under a flood, turning away must cost next to nothing. All rates are by the second, so that a
    // second is when there is room again.
    static const std::string server = refusing(ErrorCode::Overloaded, "the server has as many connections as it may");
    static const std::string serverRate
        = refusing(ErrorCode::Overloaded, "connections come faster than the server may take them");
    static const std::string address
        = refusing(ErrorCode::RateLimited, "your address has as many connections as it may");
    static const std::string addressRate
        = refusing(ErrorCode::RateLimited, "connections from your address come faster than they may");
    switch (limit) {
    case Limit::ServerRate:
        return serverRate;
    case Limit::Address:
        return address;
    case Limit::AddressRate:
        return addressRate;
    case Limit::Server:
        break;
    }
    return server;
}

} // namespace relais::server
