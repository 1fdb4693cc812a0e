// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "common/core/result.h"
#include "server/transport/httprequest.h"

namespace relais::server {

class ChunkedBody;

/// Bounds on what one request may hold; each is a setting.
struct HttpLimits {
    std::size_t headBytes = 16 * 1024; ///< request line and fields
    std::size_t targetBytes = 8 * 1024;
    std::size_t fields = 100; ///< Qt 6.4 drops all fields of a request with more
    std::size_t bodyBytes = 1024 * 1024;
};

/// Reads HTTP/1.1 and 1.0 requests from bytes as they come (RFC 9112), strictly: what two parsers could read in two
/// ways is refused, never repaired. Incremental: the result does not depend on how the bytes are split. Buffers at
/// most the limits. One for each connection in its HTTP phase; not thread-safe.
///
///     Idle -> Head -> Body -> Complete -> Idle ...      any but Idle and Complete -> Failed
///
/// Idle holds no heap memory, since kept-alive connections wait there by the thousand.
class HttpReader {
public:
    enum class State : std::uint8_t {
        Idle, ///< between requests, nothing of the next one has come
        Head, ///< a head has begun
        Body, ///< the head is whole and valid, the body is not
        Complete, ///< takeRequest() has a request; feed() takes nothing until it is called
        Failed, ///< error() says why; the connection is not usable for another request
    };

    /// `limits` must outlive the reader.
    explicit HttpReader(const HttpLimits &limits);
    ~HttpReader();
    HttpReader(HttpReader &&) noexcept;
    HttpReader &operator=(HttpReader &&) noexcept;

    /// Takes from `bytes` up to the end of the current request; returns how many it took. When it fails, and after
    /// that, it takes all: nothing behind a broken request may be read as the next one.
    std::size_t feed(std::string_view bytes);
    State state() const { return m_state; }
    /// Allocated for a body that is not whole: at most twice its limit. A head is bounded by a small limit of its
    /// own.
    std::size_t heldBodyBytes() const { return m_state == State::Body ? m_request.m_body.capacity() : 0; }

    /// The client waits for "100 Continue" before it sends the body. True once for a request, in State::Body.
    bool takeExpectsContinue();
    bool expectsContinue() const { return m_state == State::Body && m_facts.expectsContinue; }

    /// Of the request whose body is being read. Precondition: State::Body.
    const HttpRequest &head() const { return m_request; }
    /// The request without its body, which is not read: goes to Failed, without an error() of its own. Precondition:
    /// State::Body.
    HttpRequest takeHead();

    /// Precondition: State::Complete. Goes back to Idle.
    HttpRequest takeRequest();
    /// Precondition: State::Failed. Its code's HTTP status is the answer.
    const Error &error() const { return *m_error; }
    /// Of the request under way, or that failed: is it one whose answer has no body?
    bool isHeadRequest() const { return m_isHeadRequest; }

private:
    enum class Progress : std::uint8_t { NeedMore, Done, Failed };
    /// What the fields of the head under way say about the request.
    struct HeadFacts {
        std::uint64_t contentLength = 0;
        bool hasHost = false;
        bool hasContentLength = false;
        bool isChunked = false;
        bool expectsContinue = false;
        bool saysClose = false;
        bool saysKeepAlive = false;
        bool isAbsoluteForm = false;
    };

    std::size_t skipBlankLines(std::string_view bytes);
    std::size_t feedHead(std::string_view bytes);
    std::size_t feedBody(std::string_view bytes);

    // Those that return bool return false after fail().
    Progress parseLines(std::string_view head);
    bool checkUnfinishedRequestLine(std::string_view line);
    bool parseRequestLine(std::string_view line);
    bool parseTarget(std::string_view line);
    bool parseVersion(std::string_view version);
    bool parseField(std::string_view head, std::size_t begin, std::size_t end);
    bool noteField(std::string_view name, std::string_view value);
    bool noteContentLength(std::string_view value);
    bool noteTransferEncoding(std::string_view value);
    bool checkHead();
    void beginBody();
    bool rewriteAbsoluteForm();
    /// Always false, so that a check can end with it.
    bool fail(ErrorCode code, std::string detail, std::string at = "head");

    const HttpLimits *m_limits;
    HttpRequest m_request; ///< as far as it has come
    HeadFacts m_facts;
    std::unique_ptr<ChunkedBody> m_chunkedBody; ///< only while one is read
    std::unique_ptr<Error> m_error; ///< only when failed
    std::uint32_t m_lineBegin = 0; ///< the first line of the head that is not parsed
    std::uint32_t m_scanned = 0; ///< no line end before this one in what is not parsed
    std::uint8_t m_blankLines = 0; ///< before the request line
    State m_state = State::Idle;
    bool m_isHeadRequest = false;
};

} // namespace relais::server
