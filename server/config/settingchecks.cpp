// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/config/settingchecks.h"

#include <string>

#include <arpa/inet.h>

#include "common/protocol/messagecodec.h"
#include "server/config/settingvalue.h"

namespace relais::server {
namespace {

constexpr std::string_view LowerCase = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view UpperCase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view Digits = "0123456789";

bool isMadeOf(std::string_view text, std::initializer_list<std::string_view> alphabets)
{
    for (const char character : text) {
        bool isKnown = false;
        for (const std::string_view alphabet : alphabets)
            isKnown = isKnown || alphabet.find(character) != std::string_view::npos;
        if (!isKnown)
            return false;
    }
    return true;
}

/// inet_pton and not QHostAddress, which reads "1" and "0x7f.1" as addresses too.
bool isAddress(int family, std::string_view text)
{
    unsigned char address[sizeof(in6_addr)];
    return text.find('\0') == std::string_view::npos && inet_pton(family, std::string(text).c_str(), address) == 1;
}

} // namespace

bool isListenAddress(std::string_view text)
{
    return text == "localhost" || isAddress(AF_INET, text) || isAddress(AF_INET6, text);
}

bool isLoopbackAddress(std::string_view text)
{
    if (text == "localhost")
        return true;
    if (isAddress(AF_INET, text))
        return text.starts_with("127.");
    in6_addr address{};
    return isAddress(AF_INET6, text) && inet_pton(AF_INET6, std::string(text).c_str(), &address) == 1
        && IN6_IS_ADDR_LOOPBACK(&address);
}

bool isPath(std::string_view text)
{
    return !text.empty() && text.find('\0') == std::string_view::npos;
}

bool isNodeName(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && isMadeOf(text, {LowerCase, UpperCase, Digits, "._-"});
}

bool isAllowableType(std::string_view text)
{
    return isWellFormedType(text) && !isReservedType(text);
}

bool isOrigin(std::string_view text)
{
    const std::size_t separator = text.find("://");
    if (separator == std::string_view::npos || separator == 0)
        return false;
    const std::string_view scheme = text.substr(0, separator);
    if (LowerCase.find(scheme.front()) == std::string_view::npos || !isMadeOf(scheme, {LowerCase, Digits, "+.-"}))
        return false;
    std::string_view host = text.substr(separator + 3);
    const std::size_t bracket = host.rfind(']');
    const std::size_t colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon != std::string_view::npos) {
        const std::string_view port = host.substr(colon + 1);
        const auto number = parseCount(port);
        if (port != "*" && !(number && *number >= 1 && *number <= 65535 && port.front() != '0'))
            return false;
        host = host.substr(0, colon);
    }
    return isHostName(host);
}

bool isHostName(std::string_view text)
{
    if (text.size() >= 2 && text.front() == '[' && text.back() == ']') {
        const std::string_view address = text.substr(1, text.size() - 2);
        return isMadeOf(address, {LowerCase, Digits, ":."}) && isAddress(AF_INET6, address);
    }
    return !text.empty() && text.size() <= 253 && isMadeOf(text, {LowerCase, Digits, ".-_"});
}

} // namespace relais::server
