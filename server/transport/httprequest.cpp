// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/httprequest.h"

#include "server/transport/httpsyntax.h"

namespace relais::server {

using namespace httpsyntax;

namespace {

/// What a plus sign is: a blank in a query, itself in a path.
enum class Plus : std::uint8_t { IsBlank, IsItself };

/// The text with its escapes decoded once; nothing when one is malformed.
std::optional<std::string> decodeEscapes(std::string_view text, Plus plus)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus == Plus::IsBlank) {
            decoded += ' ';
        } else if (text[i] == '%') {
            const int high = i + 2 < text.size() ? hexValue(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hexValue(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return std::nullopt;
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            decoded += text[i];
        }
    }
    return decoded;
}

/// Does the raw name mean `name`? Almost every name comes without escapes, so nothing is copied for those.
bool isParameterName(std::string_view raw, std::string_view name)
{
    if (raw.find_first_of("%+") == std::string_view::npos)
        return raw == name;
    return decodeEscapes(raw, Plus::IsBlank) == name;
}
} // namespace

void HttpRequest::dropContent()
{
    // An empty string that is assigned leaves the memory of the one before.
    std::string().swap(m_head);
    std::string().swap(m_body);
    std::vector<Field>().swap(m_fields);
    m_method = m_target = m_path = m_query = {};
}

std::optional<std::string_view> HttpRequest::field(std::string_view name) const
{
    for (const Field &field : m_fields) {
        if (equalsIgnoringCase(view(field.name), name))
            return view(field.value);
    }
    return std::nullopt;
}

std::vector<std::string_view> HttpRequest::fieldValues(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (const Field &field : m_fields) {
        if (equalsIgnoringCase(view(field.name), name))
            values.push_back(view(field.value));
    }
    return values;
}

bool HttpRequest::fieldHasToken(std::string_view name, std::string_view token) const
{
    bool found = false;
    for (const Field &field : m_fields) {
        if (!equalsIgnoringCase(view(field.name), name))
            continue;
        forEachListElement(view(field.value), [&](std::string_view element) {
            found = equalsIgnoringCase(element, token);
            return !found;
        });
        if (found)
            break;
    }
    return found;
}

std::optional<std::string> HttpRequest::queryParameter(std::string_view name) const
{
    std::string_view rest = query();
    while (!rest.empty()) {
        const std::size_t ampersand = rest.find('&');
        const std::string_view pair = rest.substr(0, ampersand);
        const std::size_t equals = pair.find('=');
        if (!pair.empty() && isParameterName(pair.substr(0, equals), name))
            return equals == std::string_view::npos ? std::string()
                                                    : decodeEscapes(pair.substr(equals + 1), Plus::IsBlank);
        if (ampersand == std::string_view::npos)
            break;
        rest.remove_prefix(ampersand + 1);
    }
    return std::nullopt;
}

std::optional<std::string> HttpRequest::pathPart(std::size_t index) const
{
    std::string_view rest = path();
    for (std::size_t i = 0; rest.starts_with('/'); ++i) {
        rest.remove_prefix(1);
        const std::string_view part = rest.substr(0, rest.find('/'));
        if (i == index)
            return decodeEscapes(part, Plus::IsItself);
        rest.remove_prefix(part.size());
    }
    return std::nullopt;
}

} // namespace relais::server
