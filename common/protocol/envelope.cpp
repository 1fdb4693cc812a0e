// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/protocol/envelope.h"

#include "common/protocol/jsonscanner.h"

#include <algorithm>
#include <bit>

namespace relais {

namespace {

using simdjson::dom::element_type;

// How deep simdjson goes at all. Far beyond what a payload may have, so that a payload which is only somewhat
// too deep is a parsed document, whose `ref` can be answered.
constexpr std::size_t parserDepth = 1024;
constexpr std::size_t smallestCapacity = 4 * 1024;
// What is larger than any ordinary message (a broadcast to many users, say) does not leave its buffers
// behind: simdjson needs about 14 bytes for each byte of text.
constexpr std::size_t largestKeptCapacity = 256 * 1024;

constexpr std::array<std::string_view, memberNameCount> names{
    "id",        "type",           "payload", "userId",       "userIds",     "timestamp",
    "ref",       "idempotencyKey", "token",   "reason",       "spreadMs",    "clientId",
    "cursor",    "reset",          "hasMore", "messages",     "heartbeatMs", "reconnectSpreadMs",
    "duplicate", "code",           "detail",  "retryAfterMs", "leftOut",     "unseen",
};

std::string_view describe(simdjson::dom::element value)
{
    switch (value.type()) {
    case element_type::ARRAY:
        return "an array";
    case element_type::OBJECT:
        return "an object";
    case element_type::INT64:
    case element_type::UINT64:
    case element_type::DOUBLE:
        return "a number";
    case element_type::STRING:
        return "a string";
    case element_type::BOOL:
        return "a boolean";
    case element_type::NULL_VALUE:
        return "null";
    }
    return "something else";
}

Error explain(std::string_view text, simdjson::error_code code)
{
    if (code == simdjson::MEMALLOC)
        return {ErrorCode::Overloaded, "no memory to read the document", {}};
    if (code == simdjson::CAPACITY)
        return {ErrorCode::PayloadTooLarge, "the document is larger than can be read", {}};
    // simdjson goes one level less deep than its bound.
    const auto fault = JsonScanner(text, parserDepth - 1).scan();
    if (!fault)
        return {ErrorCode::InvalidJson, simdjson::error_message(code), {}};
    const auto kind = fault->kind == JsonFault::Kind::TooDeep ? ErrorCode::NestingTooDeep : ErrorCode::InvalidJson;
    return {kind, fault->detail, fault->path, fault->line, fault->column};
}

} // namespace

std::string_view textOf(MemberName name)
{
    return names[static_cast<std::size_t>(name)];
}

Envelope::Envelope(simdjson::dom::object object, std::string_view text, std::initializer_list<MemberName> known)
{
    // Both walk over the same members in the same order: simdjson has the names decoded, the reader has the
    // bytes.
    JsonMemberReader reader(text);
    for (const auto field : object) {
        const auto source = reader.next();
        const auto *const name = std::ranges::find(known, field.key, textOf);
        if (name == known.end() || !source)
            continue;
        auto &member = m_members[static_cast<std::size_t>(*name)];
        if (member && !m_doubled)
            m_doubled = *name;
        member = Member{field.value, *source, member.has_value()};
    }
}

Result<std::string> Envelope::text(MemberName name, ErrorCode wrongTypeCode) const
{
    const auto &member = (*this)[name];
    if (!member)
        return missing(name, wrongTypeCode);
    std::string_view text;
    if (member->value.get(text))
        return wrongType(textOf(name), member->value, "a string", wrongTypeCode);
    return std::string(text);
}

Result<std::optional<std::string>> Envelope::optionalText(MemberName name, std::size_t maximumBytes) const
{
    if (!(*this)[name])
        return std::optional<std::string>();
    auto value = text(name);
    if (!value)
        return value.error();
    if (value->size() > maximumBytes)
        return refuse(name, tooManyBytes(value->size(), maximumBytes));
    return std::optional(*std::move(value));
}

Result<simdjson::dom::object> EnvelopeParser::parseObject(std::string_view text)
{
    simdjson::dom::element document;
    if (const auto code = parseDocument(text).get(document))
        return explain(text, code);
    simdjson::dom::object object;
    if (document.get(object))
        return wrongType("", document, "an object");
    return object;
}

simdjson::simdjson_result<simdjson::dom::element> EnvelopeParser::parseDocument(std::string_view text)
{
    if (!m_parser)
        m_parser = std::make_unique<simdjson::dom::parser>();
    if (m_parser->capacity() < std::max(text.size(), smallestCapacity)) {
        const auto capacity = std::bit_ceil(std::max(text.size(), smallestCapacity));
        if (const auto code = m_parser->allocate(capacity, parserDepth))
            return code;
    }
    m_text.reserve(m_parser->capacity() + simdjson::SIMDJSON_PADDING);
    m_text.assign(text);
    m_text.append(simdjson::SIMDJSON_PADDING, '\0');
    return m_parser->parse(m_text.data(), text.size(), false);
}

void EnvelopeParser::releaseLargeBuffers()
{
    if (m_parser && m_parser->capacity() > largestKeptCapacity) {
        m_parser.reset();
        m_text = std::string();
    }
}

Error refuse(ErrorCode code, std::string_view at, std::string detail)
{
    return {code, std::move(detail), std::string(at)};
}

Error refuse(MemberName name, std::string detail)
{
    return refuse(ErrorCode::InvalidField, textOf(name), std::move(detail));
}

Error wrongType(std::string_view at, simdjson::dom::element found, std::string_view expected, ErrorCode code)
{
    std::string detail = "expected ";
    detail += expected;
    detail += ", found ";
    detail += describe(found);
    return refuse(code, at, std::move(detail));
}

Error missing(MemberName name, ErrorCode code)
{
    return refuse(code, textOf(name), '"' + std::string(textOf(name)) + "\" is missing");
}

std::string tooManyBytes(std::size_t actual, std::size_t maximum)
{
    return std::to_string(actual) + " bytes, at most " + std::to_string(maximum) + " are allowed";
}

} // namespace relais
