// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/jsonobjectreader.h"

#include <algorithm>
#include <vector>

namespace relais::server {
namespace {

/// simdjson goes one level less deep than its bound. A claim of an identity provider has three or four.
constexpr std::size_t ParserDepth = 32;

} // namespace

std::optional<simdjson::dom::object> JsonObjectReader::read(std::string_view text)
{
    const simdjson::padded_string padded(text);
    if (text.empty() || m_parser.allocate(text.size(), ParserDepth))
        return std::nullopt;
    simdjson::dom::object object;
    if (m_parser.parse(padded.data(), padded.size(), false).get(object) || hasDoubledName(object))
        return std::nullopt;
    return object;
}

bool hasDoubledName(simdjson::dom::object object)
{
    // Sorted, not hashed: no choice of names makes it slow.
    std::vector<std::string_view> names;
    for (const auto field : object)
        names.push_back(field.key);
    std::ranges::sort(names);
    return std::ranges::adjacent_find(names) != names.end();
}

std::optional<simdjson::dom::element> member(simdjson::dom::object object, std::string_view name)
{
    simdjson::dom::element value;
    if (object.at_key(name).get(value))
        return std::nullopt;
    return value;
}

std::optional<std::string_view> textOf(simdjson::dom::element value)
{
    std::string_view text;
    if (value.get(text))
        return std::nullopt;
    return text;
}

} // namespace relais::server
