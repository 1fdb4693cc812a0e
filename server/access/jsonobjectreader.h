// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include <simdjson.h>

// For the sources of this folder that read JSON; no other header includes it.
namespace relais::server {

/// Reads one JSON document that is an object: a token's header, its claims, a set of keys. Strict as everywhere else
/// (simdjson: RFC 8259, UTF-8, numbers that fit), no deeper than 31 levels, and no name twice: which of two claims
/// counts is what a signer and a verifier must never see differently. What read() gives is valid until the next call
/// or the end of the reader.
class JsonObjectReader {
public:
    std::optional<simdjson::dom::object> read(std::string_view text);

private:
    simdjson::dom::parser m_parser;
};

/// Names are compared as they read, with escapes resolved. Of this object alone, not of those inside.
bool hasDoubledName(simdjson::dom::object object);

std::optional<simdjson::dom::element> member(simdjson::dom::object object, std::string_view name);

/// Nothing when it is no string. Valid as long as the document.
std::optional<std::string_view> textOf(simdjson::dom::element value);

} // namespace relais::server
