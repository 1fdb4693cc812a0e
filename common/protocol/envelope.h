// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include "common/core/result.h"
#include "common/protocol/jsonmemberreader.h"

#include <array>
#include <initializer_list>
#include <memory>
#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>

// For MessageDecoder and AnswerDecoder alone: the only headers and sources that know simdjson.
namespace relais {

/// The members of all documents. Each kind of document knows some of them and ignores the others.
enum class MemberName : std::uint8_t {
    Id,
    Type,
    Payload,
    UserId,
    UserIds,
    Timestamp,
    Ref,
    IdempotencyKey,
    Token,
    Reason,
    SpreadMs,
    // of what a server answers
    ClientId,
    Cursor,
    Reset,
    HasMore,
    Messages,
    HeartbeatMs,
    ReconnectSpreadMs,
    Duplicate,
    Code,
    Detail,
    RetryAfterMs,
    LeftOut,
    Unseen,
};
inline constexpr std::size_t memberNameCount = static_cast<std::size_t>(MemberName::Unseen) + 1;
std::string_view textOf(MemberName name);

/// The top level of one document: its known members, found by their decoded names. Borrows from the parser
/// and its text.
class Envelope {
public:
    struct Member {
        simdjson::dom::element value;
        JsonMemberReader::Value source; ///< the same value as it stands in the text
        bool isDoubled = false; ///< there is another of this name; this is the last
    };

    Envelope(simdjson::dom::object object, std::string_view text, std::initializer_list<MemberName> known);

    const std::optional<Member> &operator[](MemberName name) const
    {
        return m_members[static_cast<std::size_t>(name)];
    }
    /// The first known member that is there more than once.
    std::optional<MemberName> doubled() const { return m_doubled; }

    Result<std::string> text(MemberName name, ErrorCode wrongTypeCode = ErrorCode::InvalidField) const;
    /// Absent is fine, `null` is not.
    Result<std::optional<std::string>> optionalText(MemberName name, std::size_t maximumBytes) const;

private:
    std::array<std::optional<Member>, memberNameCount> m_members;
    std::optional<MemberName> m_doubled;
};

/// simdjson with the buffers it needs, which are kept from one document to the next.
class EnvelopeParser {
public:
    /// Parses one document, which has to be an object, and hands its envelope to `read`, a function that
    /// returns a Result. The envelope is valid only during that call.
    template <typename Read>
    auto parse(std::string_view text, std::initializer_list<MemberName> known, Read read)
        -> decltype(read(std::declval<const Envelope &>()))
    {
        const BufferGuard guard{*this};
        const auto object = parseObject(text);
        if (!object)
            return object.error();
        return read(Envelope(*object, text, known));
    }

private:
    /// Gives memory back once an unusually large document is done with.
    struct BufferGuard {
        EnvelopeParser &parser;
        ~BufferGuard() { parser.releaseLargeBuffers(); }
    };

    Result<simdjson::dom::object> parseObject(std::string_view text);
    simdjson::simdjson_result<simdjson::dom::element> parseDocument(std::string_view text);
    void releaseLargeBuffers();

    std::string m_text; ///< with padding, as simdjson reads beyond the end
    std::unique_ptr<simdjson::dom::parser> m_parser;
};

// Errors in one way.
Error refuse(ErrorCode code, std::string_view at, std::string detail);
Error refuse(MemberName name, std::string detail);
Error wrongType(std::string_view at, simdjson::dom::element found, std::string_view expected,
                ErrorCode code = ErrorCode::InvalidField);
Error missing(MemberName name, ErrorCode code = ErrorCode::InvalidField);
/// "70 bytes, at most 64 are allowed"
std::string tooManyBytes(std::size_t actual, std::size_t maximum);

} // namespace relais
