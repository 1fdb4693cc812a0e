// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/httpreader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "server/transport/chunkedbody.h"
#include "server/transport/httpsyntax.h"

namespace relais::server {

using namespace httpsyntax;

namespace {
constexpr std::size_t maximumMethodBytes = 32;
constexpr std::size_t versionBytes = std::string_view("HTTP/1.1").size();
/// Old clients send a blank line behind a body (RFC 9112 section 2.2); more than two is a flood.
constexpr int maximumBlankLines = 2;
/// What browsers and libraries send, so that the fields of most requests are one allocation.
constexpr std::size_t usualFields = 16;
constexpr std::string_view httpScheme = "http://";

bool hasHttpScheme(std::string_view target)
{
    return equalsIgnoringCase(target.substr(0, httpScheme.size()), httpScheme);
}
} // namespace

HttpReader::HttpReader(const HttpLimits &limits)
    : m_limits(&limits)
{
}

HttpReader::~HttpReader() = default;
HttpReader::HttpReader(HttpReader &&) noexcept = default;
HttpReader &HttpReader::operator=(HttpReader &&) noexcept = default;

std::size_t HttpReader::feed(std::string_view bytes)
{
    const std::size_t offered = bytes.size();
    if (m_state == State::Idle || m_state == State::Head)
        bytes.remove_prefix(skipBlankLines(bytes));
    if ((m_state == State::Idle || m_state == State::Head) && !bytes.empty())
        bytes.remove_prefix(feedHead(bytes));
    if (m_state == State::Body)
        bytes.remove_prefix(feedBody(bytes));
    return m_state == State::Failed ? offered : offered - bytes.size();
}

bool HttpReader::takeExpectsContinue()
{
    return m_state == State::Body && std::exchange(m_facts.expectsContinue, false);
}

HttpRequest HttpReader::takeRequest()
{
    m_state = State::Idle;
    m_facts = {};
    m_lineBegin = 0;
    m_scanned = 0;
    m_blankLines = 0;
    m_isHeadRequest = false;
    return std::exchange(m_request, HttpRequest());
}

HttpRequest HttpReader::takeHead()
{
    m_state = State::Failed; // what comes is a body, and no request
    m_chunkedBody.reset();
    std::string().swap(m_request.m_body);
    m_request.m_keepAlive = false;
    m_request.m_isWhole = false;
    return std::exchange(m_request, HttpRequest());
}

/// A blank line is dropped as soon as it is whole, so that the reader is Idle again; its CR alone waits in
/// the head.
std::size_t HttpReader::skipBlankLines(std::string_view bytes)
{
    std::size_t taken = 0;
    std::string &head = m_request.m_head;
    while (taken < bytes.size() && m_state != State::Failed) {
        if (head.empty() && bytes[taken] == '\r') {
            head = '\r';
            m_state = State::Head;
            ++taken;
        } else if (head.size() == 1 && head.front() == '\r') {
            if (bytes[taken] != '\n')
                fail(ErrorCode::BadRequest, "CR without LF before the request line");
            else if (++m_blankLines > maximumBlankLines)
                fail(ErrorCode::BadRequest, "more than 2 blank lines before the request line");
            else
                m_state = State::Idle;
            head.clear();
            ++taken;
        } else {
            break;
        }
    }
    return taken;
}

/// A head that comes in one piece is parsed where it lies and copied once; one that comes in several is
/// gathered in m_request.m_head. Places are offsets, the same in both.
std::size_t HttpReader::feedHead(std::string_view bytes)
{
    m_state = State::Head;
    std::string &held = m_request.m_head;
    const std::size_t heldBytes = held.size();
    const std::size_t room = m_limits->headBytes - std::min(m_limits->headBytes, heldBytes);
    const std::string_view news = bytes.substr(0, room);
    if (heldBytes > 0)
        held.append(news);
    const std::string_view head = heldBytes > 0 ? std::string_view(held) : news;

    switch (parseLines(head)) {
    case Progress::NeedMore:
        if (news.size() == room)
            fail(ErrorCode::HeadersTooLarge, "head is longer than " + std::to_string(m_limits->headBytes) + " bytes");
        else if (heldBytes == 0)
            held.assign(head);
        return news.size();
    case Progress::Failed:
        return news.size();
    case Progress::Done:
        break;
    }
    const std::size_t headBytes = m_lineBegin;
    if (heldBytes > 0)
        held.resize(headBytes);
    else
        held.assign(head.substr(0, headBytes));
    if (checkHead())
        beginBody();
    return headBytes - heldBytes;
}

HttpReader::Progress HttpReader::parseLines(std::string_view head)
{
    for (;;) {
        const void *found = std::memchr(head.data() + m_scanned, '\n', head.size() - m_scanned);
        if (found == nullptr) {
            m_scanned = static_cast<std::uint32_t>(head.size());
            const bool isPossible = m_lineBegin > 0 || checkUnfinishedRequestLine(head);
            return isPossible ? Progress::NeedMore : Progress::Failed;
        }
        const auto lineFeed = static_cast<std::size_t>(static_cast<const char *>(found) - head.data());
        const std::size_t begin = std::exchange(m_lineBegin, static_cast<std::uint32_t>(lineFeed + 1));
        m_scanned = m_lineBegin;
        const bool endsWithReturn = lineFeed > begin && head[lineFeed - 1] == '\r';
        const std::size_t end = endsWithReturn ? lineFeed - 1 : lineFeed;
        // The request line first, since what is wrong in it is seen before its end when it comes in pieces.
        if (begin == 0 && !parseRequestLine(head.substr(0, end)))
            return Progress::Failed;
        if (!endsWithReturn) {
            fail(ErrorCode::BadRequest, "line ends with a bare LF");
            return Progress::Failed;
        }
        if (begin == end)
            return Progress::Done;
        if (begin > 0 && !parseField(head, begin, end))
            return Progress::Failed;
    }
}

/// Refuses at once what cannot become a request line: a TLS hello, or an endless method or target. The answer
/// is the one that the whole line would get.
bool HttpReader::checkUnfinishedRequestLine(std::string_view line)
{
    const std::size_t longestBytes = maximumMethodBytes + 1 + m_limits->targetBytes + 1 + versionBytes + 1;
    const std::size_t methodBytes = spanOf(line.substr(0, maximumMethodBytes + 1), TokenByte);
    const bool isMethodPossible = methodBytes == line.size() ? methodBytes <= maximumMethodBytes
                                                             : methodBytes > 0 && line[methodBytes] == ' ';
    if (isMethodPossible && line.size() <= longestBytes)
        return true;
    return parseRequestLine(line);
}

bool HttpReader::parseRequestLine(std::string_view line)
{
    if (line.empty())
        return fail(ErrorCode::BadRequest, "request line is empty");
    const std::size_t methodBytes = spanOf(line.substr(0, maximumMethodBytes + 1), TokenByte);
    if (methodBytes > maximumMethodBytes)
        return fail(ErrorCode::BadRequest, "method is longer than 32 bytes");
    if (methodBytes > 0 && (methodBytes == line.size() || line[methodBytes] == '\r'))
        return fail(ErrorCode::BadRequest, "request line ends behind the method");
    if (methodBytes == 0 || line[methodBytes] != ' ')
        return fail(ErrorCode::BadRequest, "method holds " + describeByte(line[methodBytes]));

    const std::size_t targetBegin = methodBytes + 1;
    const std::size_t targetBytes = spanOf(line.substr(targetBegin, m_limits->targetBytes + 1), TargetByte);
    if (targetBytes > m_limits->targetBytes)
        return fail(ErrorCode::UriTooLong,
                    "target is longer than " + std::to_string(m_limits->targetBytes) + " bytes");
    const std::size_t targetEnd = targetBegin + targetBytes;
    if (targetEnd == line.size())
        return fail(ErrorCode::BadRequest, "request line has no HTTP version");
    if (line[targetEnd] != ' ')
        return fail(ErrorCode::BadRequest, "target holds " + describeByte(line[targetEnd]));
    if (targetBytes == 0)
        return fail(ErrorCode::BadRequest, "target is empty");

    m_request.m_method = {0, static_cast<std::uint32_t>(methodBytes)};
    m_isHeadRequest = line.substr(0, methodBytes) == "HEAD";
    m_request.m_target = {static_cast<std::uint32_t>(targetBegin), static_cast<std::uint32_t>(targetBytes)};
    if (!parseVersion(line.substr(targetEnd + 1)))
        return false;
    m_request.m_fields.reserve(std::min(usualFields, m_limits->fields));
    return parseTarget(line.substr(0, targetEnd));
}

bool HttpReader::parseVersion(std::string_view version)
{
    // Exact, in this case: RFC 9112 section 2.3.
    const bool isWellFormed = version.size() == versionBytes && version.substr(0, 5) == "HTTP/" && isDigit(version[5])
        && version[6] == '.' && isDigit(version[7]);
    if (!isWellFormed)
        return fail(ErrorCode::BadRequest, "target is not followed by one blank and an HTTP version");
    if (version[5] != '1' || version[7] > '1')
        return fail(ErrorCode::HttpVersionNotSupported,
                    std::string(version) + " is spoken; HTTP/1.1 and HTTP/1.0 are understood");
    m_request.m_http10 = version[7] == '0';
    return true;
}

/// `line` ends where the target does.
bool HttpReader::parseTarget(std::string_view line)
{
    const std::string_view target = line.substr(m_request.m_target.begin);
    if (findMalformedEscape(target) != std::string_view::npos)
        return fail(ErrorCode::BadRequest, "target holds a '%' without two hexadecimal digits behind it");
    if (target.front() != '/') {
        m_facts.isAbsoluteForm = hasHttpScheme(target);
        const bool isAsterisk = target == "*" && line.substr(0, m_request.m_method.size) == "OPTIONS";
        if (!m_facts.isAbsoluteForm && !isAsterisk)
            return fail(ErrorCode::BadRequest, "target begins neither with '/' nor with \"http://\"");
    }
    const auto [begin, size] = m_request.m_target;
    const std::size_t question = target.find('?');
    const auto pathBytes = static_cast<std::uint32_t>(std::min<std::size_t>(question, size));
    m_request.m_path = {begin, pathBytes};
    if (question != std::string_view::npos)
        m_request.m_query = {begin + pathBytes + 1, size - pathBytes - 1};
    return true;
}

bool HttpReader::parseField(std::string_view head, std::size_t begin, std::size_t end)
{
    const std::size_t number = m_request.m_fields.size() + 1;
    if (number > m_limits->fields)
        return fail(ErrorCode::HeadersTooLarge, "more than " + std::to_string(m_limits->fields) + " header fields");
    const auto failField = [this, number](const std::string &what) {
        return fail(ErrorCode::BadRequest, "header field " + std::to_string(number) + ": " + what);
    };

    const std::string_view line = head.substr(begin, end - begin);
    const std::size_t nameBytes = spanOf(line, TokenByte);
    if (nameBytes == line.size())
        return failField("no colon");
    if (line[nameBytes] != ':') {
        if (nameBytes == 0 && isBlank(line.front()))
            return failField("begins with a blank (a folded line)");
        if (isBlank(line[nameBytes]))
            return failField("blank before the colon");
        return failField("name holds " + describeByte(line[nameBytes]));
    }
    if (nameBytes == 0)
        return failField("empty name");

    const std::string_view rest = line.substr(nameBytes + 1);
    const std::size_t forbidden = findForbiddenValueByte(rest);
    if (forbidden != rest.size())
        return failField("value holds " + describeByte(rest[forbidden]));
    const std::string_view value = trimBlanks(rest);
    m_request.m_fields.push_back(
        {{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(nameBytes)},
         {static_cast<std::uint32_t>(value.data() - head.data()), static_cast<std::uint32_t>(value.size())}});
    return noteField(line.substr(0, nameBytes), value);
}

/// Fields that frame the message or steer the connection; the others are the business of those who read the
/// request.
bool HttpReader::noteField(std::string_view name, std::string_view value)
{
    switch (name.size()) {
    case 4:
        if (!equalsIgnoringCase(name, "host"))
            break;
        if (std::exchange(m_facts.hasHost, true))
            return fail(ErrorCode::BadRequest, "more than one Host field");
        if (!isValidHost(value))
            return fail(ErrorCode::BadRequest, "Host field is not of the form host or host:port");
        break;
    case 6:
        if (!equalsIgnoringCase(name, "expect") || m_request.m_http10)
            break;
        if (!equalsIgnoringCase(value, "100-continue"))
            return fail(ErrorCode::ExpectationFailed, "Expect field is not 100-continue");
        m_facts.expectsContinue = true;
        break;
    case 10:
        if (!equalsIgnoringCase(name, "connection"))
            break;
        forEachListElement(value, [this](std::string_view option) {
            m_facts.saysClose |= equalsIgnoringCase(option, "close");
            m_facts.saysKeepAlive |= equalsIgnoringCase(option, "keep-alive");
            return true;
        });
        break;
    case 14:
        return !equalsIgnoringCase(name, "content-length") || noteContentLength(value);
    case 17:
        return !equalsIgnoringCase(name, "transfer-encoding") || noteTransferEncoding(value);
    default:
        break;
    }
    return true;
}

bool HttpReader::noteContentLength(std::string_view value)
{
    // RFC 9110 section 8.6 lets a recipient repair equal lengths; nobody honest sends two.
    if (std::exchange(m_facts.hasContentLength, true))
        return fail(ErrorCode::BadRequest, "more than one Content-Length field");
    const std::optional<std::uint64_t> length = parseContentLength(value);
    if (!length)
        return fail(ErrorCode::BadRequest, "Content-Length is not one number of 1 to 19 digits");
    m_facts.contentLength = *length;
    return true;
}

bool HttpReader::noteTransferEncoding(std::string_view value)
{
    if (m_request.m_http10)
        return fail(ErrorCode::BadRequest, "Transfer-Encoding in an HTTP/1.0 request");
    if (m_facts.isChunked)
        return fail(ErrorCode::BadRequest, "more than one Transfer-Encoding field");
    switch (parseTransferCoding(value)) {
    case TransferCoding::Chunked:
        m_facts.isChunked = true;
        return true;
    case TransferCoding::Unsupported:
        return fail(ErrorCode::NotImplemented, "of the transfer codings only chunked is understood");
    case TransferCoding::Malformed:
        break;
    }
    return fail(ErrorCode::BadRequest, "Transfer-Encoding is not chunked, written once");
}

/// What only the whole head can tell.
bool HttpReader::checkHead()
{
    if (!m_facts.hasHost && !m_request.m_http10)
        return fail(ErrorCode::BadRequest, "HTTP/1.1 request without a Host field");
    if (m_facts.isAbsoluteForm && !rewriteAbsoluteForm())
        return fail(ErrorCode::BadRequest, "authority of the target is not that of the Host field");
    if (m_facts.isChunked && m_facts.hasContentLength)
        return fail(ErrorCode::BadRequest, "both Content-Length and Transfer-Encoding");
    if (m_facts.contentLength > m_limits->bodyBytes)
        return fail(ErrorCode::PayloadTooLarge,
                    "body of " + std::to_string(m_facts.contentLength) + " bytes is longer than "
                        + std::to_string(m_limits->bodyBytes));
    return true;
}

void HttpReader::beginBody()
{
    m_request.m_keepAlive = !m_facts.saysClose && (!m_request.m_http10 || m_facts.saysKeepAlive);
    if (m_facts.isChunked)
        m_chunkedBody = std::make_unique<ChunkedBody>(m_limits->bodyBytes, m_limits->headBytes);
    m_state = m_facts.isChunked || m_facts.contentLength > 0 ? State::Body : State::Complete;
}

/// Makes "http://host/path" in the head "/path" (RFC 9112 section 3.2.2), so that whoever reads the request
/// knows one form only. False when the authority is another than the Host field's: which of the two counts
/// would be a guess.
bool HttpReader::rewriteAbsoluteForm()
{
    const std::string_view target = m_request.target();
    const std::string_view afterScheme = target.substr(httpScheme.size());
    const std::size_t authorityBytes = std::min(afterScheme.find_first_of("/?"), afterScheme.size());
    const std::optional<std::string_view> host = m_request.field("host");
    if (!host || !equalsIgnoringCase(afterScheme.substr(0, authorityBytes), *host))
        return false;

    const std::string_view rest = afterScheme.substr(authorityBytes);
    std::string origin;
    if (rest.empty() && m_request.method() == "OPTIONS")
        origin = '*'; // RFC 9112 section 3.2.4
    else if (rest.empty() || rest.front() == '?')
        origin = '/';
    origin += rest;

    // Never longer than it was: "http://" is gone and at most one byte has come.
    const auto removed = static_cast<std::uint32_t>(target.size() - origin.size());
    m_request.m_head.replace(m_request.m_target.begin, m_request.m_target.size, origin);
    for (HttpRequest::Field &field : m_request.m_fields) {
        field.name.begin -= removed;
        field.value.begin -= removed;
    }
    m_request.m_target.size -= removed;
    const std::size_t question = origin.find('?');
    const auto pathBytes = static_cast<std::uint32_t>(std::min(question, origin.size()));
    m_request.m_path = {m_request.m_target.begin, pathBytes};
    if (m_request.m_query.begin > 0)
        m_request.m_query.begin -= removed;
    return true;
}

std::size_t HttpReader::feedBody(std::string_view bytes)
{
    if (!m_chunkedBody) {
        // The body grows as it comes; a length is a claim, not a reason to allocate.
        const std::size_t missing = m_facts.contentLength - m_request.m_body.size();
        const std::string_view news = bytes.substr(0, missing);
        m_request.m_body.append(news);
        if (news.size() == missing)
            m_state = State::Complete;
        return news.size();
    }
    const std::size_t offered = bytes.size();
    switch (m_chunkedBody->feed(bytes, m_request.m_body)) {
    case ChunkedBody::Status::NeedMore:
        break;
    case ChunkedBody::Status::Done:
        m_chunkedBody.reset();
        m_state = State::Complete;
        break;
    case ChunkedBody::Status::Failed: {
        const Error error = m_chunkedBody->error();
        fail(error.code, error.detail, error.at);
        break;
    }
    }
    return offered - bytes.size();
}

bool HttpReader::fail(ErrorCode code, std::string detail, std::string at)
{
    m_state = State::Failed;
    m_error = std::make_unique<Error>();
    m_error->code = code;
    m_error->detail = std::move(detail);
    m_error->at = std::move(at);
    m_request.dropContent();
    m_chunkedBody.reset();
    return false;
}

} // namespace relais::server
