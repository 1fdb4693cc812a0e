// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/websockethandshake.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "server/transport/httpsyntax.h"

namespace relais::server {

using namespace httpsyntax;

namespace {
/// Clients offer one or two; the bound keeps the search for doubled ones linear.
constexpr std::size_t maximumProtocols = 32;

Error badRequest(std::string detail, std::string at)
{
    Error error;
    error.code = ErrorCode::BadRequest;
    error.detail = std::move(detail);
    error.at = std::move(at);
    return error;
}

Error upgradeRequired(std::string detail, std::string at)
{
    Error error = badRequest(std::move(detail), std::move(at));
    error.code = ErrorCode::UpgradeRequired;
    return error;
}

/// Is it the base64 form of 16 bytes? The bits that the last digit has too many are not looked at.
bool isValidKey(std::string_view key)
{
    constexpr std::size_t digits = 22; // 128 bits in sixes
    return key.size() == digits + 2 && key.substr(digits) == "=="
        && std::all_of(key.begin(), key.begin() + digits, [](char byte) {
               const char lower = toLower(byte);
               return isDigit(byte) || (lower >= 'a' && lower <= 'z') || byte == '+' || byte == '/';
           });
}

Result<std::vector<std::string>> parseProtocols(const HttpRequest &request)
{
    std::vector<std::string> protocols;
    std::string complaint;
    for (const std::string_view list : request.fieldValues("sec-websocket-protocol")) {
        forEachListElement(list, [&](std::string_view protocol) {
            if (protocol.empty()) // RFC 9110 section 5.6.1.2: a recipient skips those
                return true;
            if (!isToken(protocol))
                complaint = "a subprotocol is not a token";
            else if (protocols.size() == maximumProtocols)
                complaint = "more than 32 subprotocols";
            else if (std::find(protocols.begin(), protocols.end(), protocol) != protocols.end())
                complaint = "a subprotocol is offered twice";
            else
                protocols.emplace_back(protocol);
            return complaint.empty();
        });
        if (!complaint.empty())
            return badRequest(complaint, "Sec-WebSocket-Protocol");
    }
    return protocols;
}
} // namespace

bool isWebSocketUpgrade(const HttpRequest &request)
{
    return request.fieldHasToken("upgrade", "websocket");
}

Result<WebSocketHandshake> checkWebSocketHandshake(const HttpRequest &request)
{
    if (!isWebSocketUpgrade(request))
        return upgradeRequired("this resource speaks WebSocket only", "Upgrade");
    if (request.method() != "GET")
        return badRequest("a WebSocket begins with GET", "method");
    if (request.isHttp10())
        return badRequest("a WebSocket begins with HTTP/1.1", "version");
    if (!request.body().empty() || request.field("transfer-encoding"))
        return badRequest("an upgrade has no body", "body");
    if (!request.fieldHasToken("connection", "upgrade"))
        return badRequest("Connection does not hold \"Upgrade\"", "Connection");

    const std::vector<std::string_view> versions = request.fieldValues("sec-websocket-version");
    if (versions.size() != 1)
        return badRequest(versions.empty() ? "no version" : "more than one version", "Sec-WebSocket-Version");
    if (versions.front() != "13")
        return upgradeRequired("of the versions of WebSocket only 13 is spoken", "Sec-WebSocket-Version");
    const std::vector<std::string_view> keys = request.fieldValues("sec-websocket-key");
    if (keys.size() != 1)
        return badRequest(keys.empty() ? "no key" : "more than one key", "Sec-WebSocket-Key");
    if (!isValidKey(keys.front()))
        return badRequest("key is not 16 bytes in base64", "Sec-WebSocket-Key");
    const std::vector<std::string_view> origins = request.fieldValues("origin");
    if (origins.size() > 1)
        return badRequest("more than one origin", "Origin");
    Result<std::vector<std::string>> protocols = parseProtocols(request);
    if (!protocols)
        return protocols.error();

    WebSocketHandshake handshake;
    handshake.key = keys.front();
    handshake.protocols = *std::move(protocols);
    if (!origins.empty())
        handshake.origin = std::string(origins.front());
    return handshake;
}

} // namespace relais::server
