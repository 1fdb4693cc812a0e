// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/httpsyntax.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>

namespace relais::server::httpsyntax {

std::size_t findForbiddenValueByte(std::string_view value)
{
    constexpr std::uint64_t ones = 0x0101010101010101U;
    constexpr std::uint64_t highBits = 0x8080808080808080U;
    std::size_t position = 0;
    // Eight bytes at a time: a byte sets its high bit in `suspicious` when it is below 0x20, 0x7f or above.
    // Borrows and carries can only add suspects; each is looked at below.
    for (; position + 8 <= value.size(); position += 8) {
        std::uint64_t word;
        std::memcpy(&word, value.data() + position, sizeof word);
        const std::uint64_t suspicious = ((word - ones * 0x20) | (word + ones) | word) & highBits;
        if (suspicious == 0)
            continue;
        for (std::size_t i = position; i < position + 8; ++i) {
            if (!is(value[i], ValueByte))
                return i;
        }
    }
    return position + spanOf(value.substr(position), ValueByte);
}

std::size_t findMalformedEscape(std::string_view text)
{
    for (std::size_t position = text.find('%'); position != std::string_view::npos;
         position = text.find('%', position + 3)) {
        if (text.size() - position < 3 || hexValue(text[position + 1]) < 0 || hexValue(text[position + 2]) < 0)
            return position;
    }
    return std::string_view::npos;
}

namespace {
bool isValidPort(std::string_view port)
{
    if (port.empty() || port.size() > 5)
        return false;
    unsigned number = 0;
    for (const char byte : port) {
        if (!isDigit(byte))
            return false;
        number = number * 10 + static_cast<unsigned>(byte - '0');
    }
    return number <= 65535;
}

bool isValidIpv6(std::string_view address)
{
    char text[INET6_ADDRSTRLEN] = {};
    if (address.size() >= sizeof text || address.find('\0') != std::string_view::npos)
        return false;
    std::memcpy(text, address.data(), address.size());
    in6_addr parsed;
    return inet_pton(AF_INET6, text, &parsed) == 1;
}

bool isValidRegisteredName(std::string_view name)
{
    return !name.empty() && findMalformedEscape(name) == std::string_view::npos
        && std::all_of(name.begin(), name.end(), [](char byte) { return byte == '%' || is(byte, HostByte); });
}
} // namespace

bool isValidHost(std::string_view host)
{
    if (!host.empty() && host.front() == '[') {
        const std::size_t bracket = host.find(']');
        if (bracket == std::string_view::npos || !isValidIpv6(host.substr(1, bracket - 1)))
            return false;
        const std::string_view rest = host.substr(bracket + 1);
        return rest.empty() || (rest.front() == ':' && isValidPort(rest.substr(1)));
    }
    const std::size_t colon = host.find(':');
    return isValidRegisteredName(host.substr(0, colon))
        && (colon == std::string_view::npos || isValidPort(host.substr(colon + 1)));
}

std::optional<std::uint64_t> parseContentLength(std::string_view value)
{
    constexpr std::size_t maximumDigits = 19; // 10^19 - 1 is below 2^64
    if (value.empty() || value.size() > maximumDigits)
        return std::nullopt;
    std::uint64_t length = 0;
    for (const char byte : value) {
        if (!isDigit(byte))
            return std::nullopt;
        length = length * 10 + static_cast<std::uint64_t>(byte - '0');
    }
    return length;
}

TransferCoding parseTransferCoding(std::string_view value)
{
    if (equalsIgnoringCase(value, "chunked"))
        return TransferCoding::Chunked;
    // The registered codings (RFC 9112 section 7) and "identity" of RFC 2616. A name that is none of them is
    // more likely to be written for a parser that repairs ("xchunked") than meant.
    static constexpr std::string_view registered[]
        = {"gzip", "x-gzip", "compress", "x-compress", "deflate", "identity"};
    bool wellWritten = true;
    bool chunkedSeen = false;
    forEachListElement(value, [&](std::string_view coding) {
        const bool isChunked = equalsIgnoringCase(coding, "chunked");
        const bool isRegistered = std::any_of(std::begin(registered), std::end(registered),
                                              [coding](auto name) { return equalsIgnoringCase(coding, name); });
        wellWritten = !chunkedSeen && (isChunked || isRegistered); // nothing may follow "chunked"
        chunkedSeen = isChunked;
        return wellWritten;
    });
    return wellWritten ? TransferCoding::Unsupported : TransferCoding::Malformed;
}

std::string describeByte(char byte)
{
    if (byte > 0x20 && byte < 0x7f)
        return {'\'', byte, '\''};
    static constexpr char digits[] = "0123456789abcdef";
    const auto number = static_cast<unsigned char>(byte);
    return {'0', 'x', digits[number >> 4], digits[number & 0xf]};
}

} // namespace relais::server::httpsyntax
