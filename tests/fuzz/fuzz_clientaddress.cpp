// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/clientaddress.h"
#include "server/transport/httpreader.h"
#include "tests/fuzz/require.h"

#include <algorithm>
#include <array>
#include <optional>

using namespace relais::server;

namespace {

// The client is at 203.0.113.9, behind one or two proxies within 10.0.0.0/8, and writes the head of a request.
constexpr std::string_view client = "203.0.113.9";
constexpr std::string_view outerProxy = "10.0.0.2";
constexpr std::string_view innerProxy = "10.0.0.1";
constexpr std::string_view xForwardedFor = "X-Forwarded-For";
constexpr std::string_view forwarded = "Forwarded";

const HttpLimits limits;

const NetworkList &trusted()
{
    static const NetworkList list = *NetworkList::parse(std::array<std::string, 1>{"10.0.0.0/8"});
    return list;
}

PeerAddress address(std::string_view text)
{
    return *PeerAddress::parse(text);
}

/// The input as lines of a head, which the proxy's own can follow: ended, and without the blank one that ends a head.
std::string wholeLines(std::string_view input)
{
    input = input.substr(0, std::min(input.find("\r\n\r\n"), input.size()));
    while (input.starts_with("\r\n"))
        input.remove_prefix(2);
    while (input.ends_with("\r\n"))
        input.remove_suffix(2);
    return input.empty() ? std::string() : std::string(input) + "\r\n";
}

/// A request with these fields; nothing when there is no such request.
std::optional<HttpRequest> read(const std::string &fields)
{
    HttpReader reader(limits);
    reader.feed("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
    if (reader.state() != HttpReader::State::Complete)
        return std::nullopt;
    return reader.takeRequest();
}

std::string element(std::string_view field, std::string_view from)
{
    return (field == forwarded ? "for=" : "") + std::string(from);
}

/// Whatever the client writes, it cannot choose whom it is taken for: only what the proxy says, or the proxy itself.
void checkBehindProxy(const std::string &written, std::string_view field)
{
    const std::string added = std::string(field) + ": " + element(field, client);
    const auto behindOne = read(written + added + "\r\n");
    if (!behindOne)
        return;
    const std::string found = clientAddress(*behindOne, address(innerProxy), trusted()).host();
    const bool isOtherThere = behindOne->field(field == forwarded ? xForwardedFor : forwarded).has_value();
    require(found == client || (isOtherThere && found == innerProxy), "a client is whom its proxy names");

    const auto behindTwo = read(written + added + ", " + element(field, outerProxy) + "\r\n");
    if (behindTwo)
        require(clientAddress(*behindTwo, address(innerProxy), trusted()).host() == found,
                "a second trusted proxy changes nothing");
}

/// The same when the proxy appends to the client's own field, with whatever value that has.
void checkAppended(std::string_view value, std::string_view field)
{
    const auto request
        = read(std::string(field) + ": " + std::string(value) + ", " + element(field, client) + "\r\n");
    if (!request)
        return;
    const std::string found = clientAddress(*request, address(innerProxy), trusted()).host();
    require(found == client || (field == forwarded && found == innerProxy), "a client's own list is left behind");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view input(reinterpret_cast<const char *>(data), size);
    const std::string written = wholeLines(input);
    if (const auto request = read(written)) {
        const ClientOrigin direct = clientOrigin(*request, address(client), trusted());
        require(direct.address.toString() == client && !direct.isSecure, "a client that is not trusted is who it is");
        const ClientOrigin told = clientOrigin(*request, address(innerProxy), trusted());
        const auto again = PeerAddress::parse(told.address.host());
        require(again && again->limitKey() == told.address.limitKey(), "an address reads back");
    }
    for (const std::string_view field : {xForwardedFor, forwarded}) {
        checkBehindProxy(written, field);
        checkAppended(input.substr(0, input.find_first_of("\r\n")), field);
    }
    return 0;
}
