// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The grammar of RFC 9110 and 9112 as pure functions over bytes, without locale.
namespace relais::server::httpsyntax {

enum ByteClass : std::uint8_t {
    TokenByte = 1, ///< tchar: methods, field names, list tokens
    TargetByte = 2, ///< visible ASCII without '#'
    ValueByte = 4, ///< visible ASCII, blank and tab: field values
    HostByte = 8, ///< what a reg-name or an IPv4 address may hold besides percent escapes
};

namespace detail {
constexpr std::array<std::uint8_t, 256> makeByteClasses()
{
    std::array<std::uint8_t, 256> classes{};
    for (unsigned byte = 0x21; byte < 0x7f; ++byte)
        classes[byte] = TargetByte | ValueByte;
    classes['#'] = ValueByte;
    classes[' '] = classes['\t'] = ValueByte;
    const auto add = [&classes](std::string_view bytes, ByteClass byteClass) {
        for (const char byte : bytes)
            classes[static_cast<unsigned char>(byte)] |= byteClass;
    };
    constexpr std::string_view alphanumeric = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    add(alphanumeric, TokenByte);
    add("!#$%&'*+-.^_`|~", TokenByte);
    add(alphanumeric, HostByte);
    add("-._~!$&'()*+,;=", HostByte);
    return classes;
}
} // namespace detail

inline constexpr std::array<std::uint8_t, 256> byteClasses = detail::makeByteClasses();

constexpr bool is(char byte, ByteClass byteClass)
{
    return (byteClasses[static_cast<unsigned char>(byte)] & byteClass) != 0;
}

/// Position of the first byte that is not of the class; text.size() when all are.
constexpr std::size_t spanOf(std::string_view text, ByteClass byteClass)
{
    std::size_t position = 0;
    while (position < text.size() && is(text[position], byteClass))
        ++position;
    return position;
}

constexpr bool isToken(std::string_view text)
{
    return !text.empty() && spanOf(text, TokenByte) == text.size();
}

constexpr bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}
constexpr bool isBlank(char byte)
{
    return byte == ' ' || byte == '\t';
}
constexpr char toLower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20) : byte;
}

/// The digit's value; -1 when it is none.
constexpr int hexValue(char byte)
{
    if (isDigit(byte))
        return byte - '0';
    const char lower = toLower(byte);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

constexpr bool equalsIgnoringCase(std::string_view left, std::string_view right)
{
    if (left.size() != right.size())
        return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (toLower(left[i]) != toLower(right[i]))
            return false;
    }
    return true;
}

constexpr std::string_view trimBlanks(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Calls visit(element) for each element of a comma-separated list, blanks around it removed, empty ones too.
/// Stops when visit returns false. Linear time.
template <typename Visit> void forEachListElement(std::string_view list, Visit visit)
{
    for (;;) {
        const std::size_t comma = list.find(',');
        if (!visit(trimBlanks(list.substr(0, comma))) || comma == std::string_view::npos)
            return;
        list.remove_prefix(comma + 1);
    }
}

/// Position of the first byte that may not stand in a field value; value.size() when there is none.
std::size_t findForbiddenValueByte(std::string_view value);

/// Position of the first '%' without two hexadecimal digits behind it; npos when there is none.
std::size_t findMalformedEscape(std::string_view text);

/// A host with an optional port, as a Host field or an authority without user information has it: a name, an
/// IPv4 address or an IPv6 address in brackets. Neither host nor port may be empty.
bool isValidHost(std::string_view host);

/// 1 to 19 decimal digits and nothing else, so that the value fits 64 bits.
std::optional<std::uint64_t> parseContentLength(std::string_view value);

enum class TransferCoding : std::uint8_t {
    Chunked, ///< exactly "chunked", in any case
    Unsupported, ///< other registered codings, well written
    Malformed, ///< anything else: possibly written so that two parsers disagree
};
TransferCoding parseTransferCoding(std::string_view value);

/// For error details: the byte in quotes when it is visible, else as a number, never raw.
std::string describeByte(char byte);

} // namespace relais::server::httpsyntax
