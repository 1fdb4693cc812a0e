// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/forwardedhops.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "server/transport/httpsyntax.h"

namespace relais::server {

using namespace httpsyntax;

namespace {

// It bounds the look-ups in the list of networks.
constexpr std::size_t maximumHops = 32;

bool isSecureScheme(std::string_view scheme)
{
    return equalsIgnoringCase(scheme, "https") || equalsIgnoringCase(scheme, "wss");
}

/// 0 for none that is known: an obfuscated port (`_p`) is well-formed. Nothing when it is malformed.
std::optional<std::uint16_t> parsePort(std::string_view text)
{
    if (text.size() > 1 && text.front() == '_')
        return isToken(text) ? std::optional<std::uint16_t>(0) : std::nullopt;
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return port;
}

/// "192.0.2.1", "192.0.2.1:4711", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:4711"
std::optional<PeerAddress> parseNode(std::string_view text)
{
    std::string_view host = text;
    std::string_view port;
    bool hasPort = false;
    if (text.starts_with('[')) {
        const std::size_t bracket = text.find(']');
        if (bracket == std::string_view::npos)
            return std::nullopt;
        host = text.substr(1, bracket - 1);
        const std::string_view behind = text.substr(bracket + 1);
        if (host.find(':') == std::string_view::npos || (!behind.empty() && behind.front() != ':'))
            return std::nullopt;
        hasPort = !behind.empty();
        port = behind.substr(hasPort ? 1 : 0);
    } else if (const std::size_t colon = text.find(':');
               colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
        host = text.substr(0, colon);
        hasPort = true;
        port = text.substr(colon + 1);
    }
    auto address = PeerAddress::parse(host);
    if (!address || !hasPort)
        return address;
    const auto number = parsePort(port);
    if (!number)
        return std::nullopt;
    address->port = *number;
    return address;
}

/// Reads one value of a `Forwarded` field.
class ForwardedReader {
public:
    explicit ForwardedReader(std::string_view text)
        : m_rest(text)
    {
    }

    /// Elements as they come, the farthest first; nothing when the value is malformed anywhere.
    std::optional<Hops> read()
    {
        Hops elements;
        do {
            auto element = readElement();
            if (!element)
                return std::nullopt;
            elements.push_back(*element);
        } while (take(','));
        if (!m_rest.empty())
            return std::nullopt;
        return elements;
    }

private:
    std::optional<Hop> readElement()
    {
        Hop hop;
        bool hasFor = false;
        bool hasProto = false;
        do {
            skipBlanks();
            if (m_rest.empty() || m_rest.front() == ';' || m_rest.front() == ',')
                continue; // a pair may be empty
            const std::string_view name = takeWhile([](char c) { return is(c, TokenByte); });
            if (name.empty() || m_rest.empty() || m_rest.front() != '=')
                return std::nullopt;
            m_rest.remove_prefix(1);
            const auto value = readValue();
            if (!value)
                return std::nullopt;
            if (equalsIgnoringCase(name, "for")) {
                if (std::exchange(hasFor, true))
                    return std::nullopt;
                hop.from = parseNode(*value);
            } else if (equalsIgnoringCase(name, "proto")) {
                if (std::exchange(hasProto, true))
                    return std::nullopt;
                hop.isSecure = isSecureScheme(*value);
            }
        } while (take(';'));
        return hop;
    }

    std::optional<std::string> readValue()
    {
        if (!m_rest.starts_with('"')) {
            const std::string_view value
                = takeWhile([](char c) { return is(c, TokenByte) || c == ':' || c == '[' || c == ']'; });
            return value.empty() ? std::nullopt : std::optional(std::string(value));
        }
        std::string value;
        for (std::size_t i = 1; i < m_rest.size(); ++i) {
            if (m_rest[i] == '"') {
                m_rest.remove_prefix(i + 1);
                return value;
            }
            if (m_rest[i] == '\\' && ++i == m_rest.size())
                break;
            value += m_rest[i];
        }
        return std::nullopt; // the quote does not end
    }

    bool take(char separator)
    {
        skipBlanks();
        if (m_rest.empty() || m_rest.front() != separator)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }

    void skipBlanks() { takeWhile(isBlank); }

    template <typename Accept> std::string_view takeWhile(Accept accept)
    {
        const auto end = std::find_if_not(m_rest.begin(), m_rest.end(), accept);
        const std::string_view taken = m_rest.substr(0, static_cast<std::size_t>(end - m_rest.begin()));
        m_rest.remove_prefix(taken.size());
        return taken;
    }

    std::string_view m_rest;
};

/// Calls visit(element) for the elements of list fields without quotes, those of the last field first and each from
/// the right, blanks removed, empty ones too, until it returns false.
template <typename Visit> void forEachFromTheRight(const std::vector<std::string_view> &fields, Visit visit)
{
    for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
        std::string_view rest = *field;
        for (;;) {
            const std::size_t comma = rest.rfind(',');
            const bool isLast = comma == std::string_view::npos;
            if (!visit(trimBlanks(isLast ? rest : rest.substr(comma + 1))))
                return;
            if (isLast)
                break;
            rest = rest.substr(0, comma);
        }
    }
}

} // namespace

Hops hopsOfXForwardedFor(const std::vector<std::string_view> &fields)
{
    Hops hops;
    forEachFromTheRight(fields, [&hops](std::string_view element) {
        hops.push_back({.from = parseNode(element), .isSecure = {}});
        return hops.back().from && hops.size() < maximumHops;
    });
    return hops;
}

Hops hopsOfForwarded(const std::vector<std::string_view> &fields)
{
    Hops hops;
    for (auto field = fields.rbegin(); field != fields.rend() && hops.size() < maximumHops; ++field) {
        const auto elements = ForwardedReader(*field).read();
        if (!elements) {
            hops.push_back({}); // who wrote what of it cannot be told
            break;
        }
        hops.insert(hops.end(), elements->rbegin(), elements->rend());
    }
    hops.resize(std::min(hops.size(), maximumHops));
    return hops;
}

std::optional<bool> secureByScheme(const std::vector<std::string_view> &fields, std::size_t hop)
{
    std::optional<bool> isSecure;
    forEachFromTheRight(fields, [&](std::string_view scheme) {
        isSecure = isSecureScheme(scheme);
        return hop-- != 0;
    });
    return isSecure;
}

} // namespace relais::server
