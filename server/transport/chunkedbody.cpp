// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/chunkedbody.h"

#include <algorithm>
#include <array>
#include <utility>

#include "server/transport/httpsyntax.h"

namespace relais::server {

using namespace httpsyntax;

namespace {
constexpr int maximumSizeDigits = 8;
/// Nobody is known to send extensions; this leaves room for a signature and none for a flood.
constexpr int maximumExtensionBytes = 256;
/// Fields that decide where a message ends or goes (RFC 9110 section 6.5.1): a parser that merges trailers
/// into the head would see another request than this one does.
constexpr std::array<std::string_view, 6> headOnlyFields
    = {"content-length", "transfer-encoding", "host", "connection", "upgrade", "trailer"};
} // namespace

ChunkedBody::ChunkedBody(std::size_t bodyBytes, std::size_t trailerBytes)
    : m_bodyBytes(bodyBytes)
    , m_trailerBytes(trailerBytes)
{
}

ChunkedBody::Status ChunkedBody::feed(std::string_view &bytes, std::string &body)
{
    Status status = Status::NeedMore;
    while (!bytes.empty() && status == Status::NeedMore) {
        if (m_state == State::Data) {
            status = feedData(bytes, body);
        } else if (m_state == State::Trailer) {
            status = feedTrailer(bytes);
        } else {
            const char byte = bytes.front();
            bytes.remove_prefix(1);
            status = feedByte(byte, body.size());
        }
    }
    return status;
}

ChunkedBody::Status ChunkedBody::feedByte(char byte, std::size_t bodySize)
{
    switch (m_state) {
    case State::Size:
        return feedSizeByte(byte);
    case State::Extension:
        return feedExtensionByte(byte);
    case State::SizeLineFeed:
        return endSizeLine(byte, bodySize);
    case State::DataReturn:
        if (byte != '\r')
            return fail(ErrorCode::BadRequest, "chunk data is followed by " + describeByte(byte) + ", not by CRLF");
        m_state = State::DataLineFeed;
        return Status::NeedMore;
    case State::DataLineFeed:
        if (byte != '\n')
            return fail(ErrorCode::BadRequest, "CR without LF after chunk data");
        m_state = State::Size;
        return Status::NeedMore;
    case State::Data:
    case State::Trailer:
        break;
    }
    return Status::NeedMore;
}

ChunkedBody::Status ChunkedBody::feedSizeByte(char byte)
{
    const int digit = hexValue(byte);
    if (digit >= 0) {
        if (m_digits == maximumSizeDigits)
            return fail(ErrorCode::BadRequest, "chunk size has more than 8 digits");
        m_remaining = m_remaining * 16 + static_cast<std::uint32_t>(digit);
        ++m_digits;
        return Status::NeedMore;
    }
    if (m_digits == 0 || (byte != ';' && byte != '\r'))
        return fail(ErrorCode::BadRequest, "chunk size holds " + describeByte(byte));
    if (byte == '\r') {
        m_state = State::SizeLineFeed;
        return Status::NeedMore;
    }
    m_state = State::Extension;
    return feedExtensionByte(byte);
}

ChunkedBody::Status ChunkedBody::feedExtensionByte(char byte)
{
    if (byte == '\r') {
        m_state = State::SizeLineFeed;
        return Status::NeedMore;
    }
    if (!is(byte, ValueByte))
        return fail(ErrorCode::BadRequest, "chunk extension holds " + describeByte(byte));
    if (++m_extensionBytes > maximumExtensionBytes)
        return fail(ErrorCode::BadRequest, "chunk extensions are longer than 256 bytes");
    return Status::NeedMore;
}

ChunkedBody::Status ChunkedBody::endSizeLine(char byte, std::size_t bodySize)
{
    if (byte != '\n')
        return fail(ErrorCode::BadRequest, "CR without LF after a chunk size");
    if (m_remaining > m_bodyBytes - bodySize)
        return fail(ErrorCode::PayloadTooLarge, "body is longer than " + std::to_string(m_bodyBytes) + " bytes");
    m_digits = 0;
    m_state = m_remaining == 0 ? State::Trailer : State::Data;
    return Status::NeedMore;
}

ChunkedBody::Status ChunkedBody::feedData(std::string_view &bytes, std::string &body)
{
    const std::size_t size = std::min<std::size_t>(m_remaining, bytes.size());
    body.append(bytes.substr(0, size));
    bytes.remove_prefix(size);
    m_remaining -= static_cast<std::uint32_t>(size);
    if (m_remaining == 0)
        m_state = State::DataReturn;
    return Status::NeedMore;
}

ChunkedBody::Status ChunkedBody::feedTrailer(std::string_view &bytes)
{
    const std::size_t lineFeed = bytes.find('\n');
    const std::size_t size = lineFeed == std::string_view::npos ? bytes.size() : lineFeed + 1;
    if (size > m_trailerBytes)
        return fail(ErrorCode::HeadersTooLarge, "trailer section is too long");
    m_trailerBytes -= size;
    m_line.append(bytes.substr(0, size));
    bytes.remove_prefix(size);
    return lineFeed == std::string_view::npos ? Status::NeedMore : endTrailerLine();
}

ChunkedBody::Status ChunkedBody::endTrailerLine()
{
    std::string_view line = m_line;
    line.remove_suffix(1);
    if (line.empty() || line.back() != '\r')
        return fail(ErrorCode::BadRequest, "trailer line ends with a bare LF");
    line.remove_suffix(1);
    if (line.empty())
        return Status::Done;
    const std::size_t nameSize = spanOf(line, TokenByte);
    if (nameSize == 0 || nameSize == line.size() || line[nameSize] != ':')
        return fail(ErrorCode::BadRequest, "trailer field is not of the form name: value");
    const std::string_view name = line.substr(0, nameSize);
    const std::string_view value = line.substr(nameSize + 1);
    const std::size_t forbidden = findForbiddenValueByte(value);
    if (forbidden != value.size())
        return fail(ErrorCode::BadRequest, "trailer field holds " + describeByte(value[forbidden]));
    if (std::any_of(headOnlyFields.begin(), headOnlyFields.end(),
                    [name](auto field) { return equalsIgnoringCase(name, field); }))
        return fail(ErrorCode::BadRequest, "trailer holds a field that belongs in the head");
    m_line.clear();
    return Status::NeedMore;
}

ChunkedBody::Status ChunkedBody::fail(ErrorCode code, std::string detail)
{
    m_error.code = code;
    m_error.detail = std::move(detail);
    m_error.at = m_state == State::Trailer ? "trailer" : "body";
    return Status::Failed;
}

} // namespace relais::server
