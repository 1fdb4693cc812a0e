// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/config/settingchecks.h"

#include <QUrl>

#include <algorithm>
#include <array>
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

bool isOptionalPath(std::string_view text)
{
    return text.empty() || isPath(text);
}

bool isJwtSecret(std::string_view text)
{
    constexpr std::size_t DigestBytes = 32;
    return text.empty() || text.size() >= DigestBytes;
}

bool isClaimName(std::string_view text)
{
    return !text.empty() && text.size() <= 128
        && std::all_of(text.begin(), text.end(), [](char character) { return character > ' ' && character < 0x7f; });
}

bool isClaimValue(std::string_view text)
{
    return text.size() <= 512 && std::none_of(text.begin(), text.end(), [](char character) {
               return static_cast<unsigned char>(character) < 0x20 || character == 0x7f;
           });
}

bool isRoleName(std::string_view text)
{
    return text == "user" || text == "publisher" || text == "operator" || text == "admin";
}

bool isKeySetUrl(std::string_view text)
{
    if (text.empty())
        return true;
    const QUrl url(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return false;
    return url.scheme() == QLatin1String("https")
        || (url.scheme() == QLatin1String("http") && isLoopbackAddress(url.host().toStdString()));
}

bool isAssetsUrl(std::string_view text)
{
    if (text.empty())
        return true;
    const std::size_t separator = text.find("://");
    if (separator == std::string_view::npos || !isMadeOf(text, {LowerCase, UpperCase, Digits, "._~:/[]-"}))
        return false;
    const std::string_view scheme = text.substr(0, separator);
    const std::string_view rest = text.substr(separator + 3);
    const std::size_t path = std::min(rest.find('/'), rest.size());
    return (scheme == "https" || scheme == "http") && isOrigin(text.substr(0, separator + 3 + path))
        && rest.substr(path).find_first_of(":[]") == std::string_view::npos;
}

bool isNetwork(std::string_view text)
{
    const std::size_t slash = text.find('/');
    const std::string_view address = text.substr(0, slash);
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    const bool isIpv4 = isAddress(AF_INET, address);
    if (!isIpv4 && !isAddress(AF_INET6, address))
        return false;
    if (slash == std::string_view::npos)
        return true;
    inet_pton(isIpv4 ? AF_INET : AF_INET6, std::string(address).c_str(), bytes.data());
    const std::int64_t bits = isIpv4 ? 32 : 128;
    const auto prefix = parseCount(text.substr(slash + 1));
    if (!prefix || *prefix > bits)
        return false;
    for (std::int64_t bit = *prefix; bit < bits; ++bit) {
        if ((bytes[static_cast<std::size_t>(bit / 8)] >> (7 - bit % 8) & 1) != 0)
            return false;
    }
    return true;
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
