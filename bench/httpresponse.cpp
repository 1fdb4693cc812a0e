// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/httpresponse.h"

#include "bench/runfailed.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace relais::bench {

namespace {

constexpr std::string_view LineEnd = "\r\n";
constexpr std::string_view HeadEnd = "\r\n\r\n";

char lowered(char character)
{
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A')) : character;
}

bool isSameName(std::string_view left, std::string_view right)
{
    return std::ranges::equal(left, right, {}, lowered, lowered);
}

template <typename Number> std::optional<Number> numberFrom(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

int statusOf(std::string_view head)
{
    constexpr std::string_view version = "HTTP/1.1 ";
    std::optional<int> status;
    if (head.starts_with(version))
        status = numberFrom<int>(head.substr(version.size(), 3));
    if (!status)
        throw RunFailed("the answer does not begin with an HTTP/1.1 status");
    return *status;
}

std::size_t bodyBytes(int status, std::string_view head)
{
    if (status < 200 || status == 204 || status == 304)
        return 0;
    const auto field = headerField(head, "Content-Length");
    const auto length = field ? numberFrom<std::size_t>(*field) : std::nullopt;
    if (!length)
        throw RunFailed("the answer has no Content-Length");
    return *length;
}

std::optional<HttpResponse> parse(std::string_view input)
{
    const std::size_t end = input.find(HeadEnd);
    if (end == std::string_view::npos)
        return std::nullopt;
    HttpResponse response;
    response.head = input.substr(0, end + HeadEnd.size());
    response.status = statusOf(response.head);
    const std::size_t length = bodyBytes(response.status, response.head);
    const std::string_view rest = input.substr(response.head.size());
    if (rest.size() < length)
        return std::nullopt;
    if (rest.size() > length)
        throw RunFailed("bytes follow the answer that no request asked for");
    response.body = rest;
    return response;
}

} // namespace

std::optional<HttpResponse> HttpResponseReader::feed(std::span<const char> bytes)
{
    if (m_partial.empty()) {
        const std::string_view input(bytes.data(), bytes.size());
        const auto response = parse(input);
        if (!response)
            m_partial = input;
        return response;
    }
    m_partial.append(bytes.begin(), bytes.end());
    if (!parse(m_partial))
        return std::nullopt;
    m_whole = std::exchange(m_partial, {});
    return parse(m_whole);
}

std::optional<std::string_view> headerField(std::string_view head, std::string_view name)
{
    while (!head.empty()) {
        const std::size_t end = std::min(head.find(LineEnd), head.size());
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(std::min(end + LineEnd.size(), head.size()));
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || !isSameName(line.substr(0, colon), name))
            continue;
        std::string_view value = line.substr(colon + 1);
        value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
        value.remove_suffix(value.size() - std::min(value.find_last_not_of(" \t") + 1, value.size()));
        return value;
    }
    return std::nullopt;
}

std::optional<std::string_view> jsonString(std::string_view json, std::string_view name)
{
    const std::string opening = std::string("\"").append(name).append("\":\"");
    const std::size_t at = json.find(opening);
    if (at == std::string_view::npos)
        return std::nullopt;
    const std::string_view value = json.substr(at + opening.size());
    const std::size_t end = value.find('"');
    if (end == std::string_view::npos)
        return std::nullopt;
    return value.substr(0, end);
}

std::string percentEncoded(std::string_view text)
{
    constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char character : text) {
        if (unreserved.find(character) != std::string_view::npos) {
            encoded += character;
        } else {
            const auto byte = static_cast<unsigned char>(character);
            encoded += {'%', digits[byte >> 4], digits[byte & 0x0f]};
        }
    }
    return encoded;
}

} // namespace relais::bench
