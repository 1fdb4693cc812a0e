// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/redaction.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace relais::server {
namespace {

constexpr std::string_view Replacement = "redacted";
constexpr std::array<std::string_view, 2> SecretParameters = {"token", "access_token"};

char lower(char character)
{
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

int hexadecimal(char character)
{
    const char digit = lower(character);
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/// Percent-decoded, in lower case: the name as whoever reads the query understands it.
std::string parameterName(std::string_view encoded)
{
    std::string name;
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        if (encoded[i] == '%' && i + 2 < encoded.size()) {
            const int high = hexadecimal(encoded[i + 1]);
            const int low = hexadecimal(encoded[i + 2]);
            if (high >= 0 && low >= 0) {
                name += lower(static_cast<char>(high * 16 + low));
                i += 2;
                continue;
            }
        }
        name += lower(encoded[i]);
    }
    return name;
}

bool isBlankOrQuote(char character)
{
    return static_cast<unsigned char>(character) <= ' ' || character == '"' || character == '\'' || character == '<'
        || character == '>';
}

bool endsValue(char character)
{
    return character == '&' || character == '#' || isBlankOrQuote(character);
}

bool beginsName(char character)
{
    return endsValue(character) || character == '?' || character == ';';
}

/// RFC 6750's b64token.
bool isTokenCharacter(char character)
{
    const char folded = lower(character);
    return (folded >= 'a' && folded <= 'z') || (folded >= '0' && folded <= '9')
        || std::string_view("-._~+/=").find(character) != std::string_view::npos;
}

/// The length of `bearer` with its separator when `text` begins with it, else 0.
std::size_t bearerPrefix(std::string_view text)
{
    constexpr std::string_view Scheme = "bearer";
    if (text.size() <= Scheme.size()
        || !std::equal(Scheme.begin(), Scheme.end(), text.begin(), [](char a, char b) { return a == lower(b); }))
        return 0;
    const std::string_view rest = text.substr(Scheme.size());
    if (rest.front() == '.')
        return Scheme.size() + 1;
    if (rest.starts_with("%20"))
        return Scheme.size() + 3;
    const std::size_t blanks = std::min(rest.find_first_not_of(" \t"), rest.size());
    return blanks > 0 ? Scheme.size() + blanks : 0;
}

bool isIdCharacter(char character)
{
    const char folded = lower(character);
    return (folded >= 'a' && folded <= 'z') || (folded >= '0' && folded <= '9');
}

/// How much of an API key may be shown when `text` begins with one: `rk_<id>_`, without the secret; else 0.
std::size_t apiKeyPrefix(std::string_view text)
{
    constexpr std::string_view Scheme = "rk_";
    if (!text.starts_with(Scheme))
        return 0;
    std::size_t end = Scheme.size();
    while (end < text.size() && isIdCharacter(text[end]))
        ++end;
    return end > Scheme.size() && end < text.size() && text[end] == '_' ? end + 1 : 0;
}

/// A JWT, wherever it stands: base64url of `{"`, and too long to be a word.
bool beginsToken(std::string_view text)
{
    constexpr std::string_view EncodedBrace = "eyJ";
    constexpr std::size_t LongestWord = 16;
    return text.starts_with(EncodedBrace) && text.size() > LongestWord
        && std::all_of(text.begin(), text.begin() + LongestWord, isTokenCharacter);
}

/// The length of what stands before a secret when `text` begins with one.
std::optional<std::size_t> secretPrefix(std::string_view text)
{
    if (const std::size_t prefix = bearerPrefix(text); prefix > 0)
        return prefix;
    if (const std::size_t prefix = apiKeyPrefix(text); prefix > 0)
        return prefix;
    return beginsToken(text) ? std::optional<std::size_t>(0) : std::nullopt;
}

/// The length of `://user:password` when `text` begins with it, else 0.
std::size_t userInfoLength(std::string_view text)
{
    constexpr std::string_view Separator = "://";
    if (!text.starts_with(Separator))
        return 0;
    std::size_t length = 0;
    for (std::size_t i = Separator.size(); i < text.size(); ++i) {
        if (text[i] == '/' || text[i] == '?' || endsValue(text[i]))
            break;
        if (text[i] == '@')
            length = i;
    }
    return length;
}

} // namespace

std::string redactToken(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    std::size_t nameFrom = 0; // where the current parameter's name would begin, in `text`
    std::size_t position = 0;
    while (position < text.size()) {
        if (const auto prefix = secretPrefix(text.substr(position))) {
            std::size_t end = position + *prefix;
            while (end < text.size() && isTokenCharacter(text[end]))
                ++end;
            out.append(text.substr(position, *prefix));
            if (end > position + *prefix)
                out.append(Replacement);
            position = end;
            continue;
        }
        if (const std::size_t length = userInfoLength(text.substr(position)); length > 0) {
            out.append("://").append(Replacement);
            position += length;
            continue;
        }
        const char character = text[position++];
        out += character;
        if (beginsName(character)) {
            nameFrom = position;
        } else if (character == '=') {
            const std::string name = parameterName(text.substr(nameFrom, position - 1 - nameFrom));
            if (std::find(SecretParameters.begin(), SecretParameters.end(), name) == SecretParameters.end())
                continue;
            std::size_t end = position;
            while (end < text.size() && !endsValue(text[end]))
                ++end;
            if (end > position)
                out.append(Replacement);
            position = end;
        }
    }
    return out;
}

} // namespace relais::server
