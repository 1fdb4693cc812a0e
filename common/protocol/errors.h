// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace relais {

/// Every way in which a request, a frame or a connection can fail. What each means on the wire is in errorTable().
enum class ErrorCode : std::uint8_t {
    BadRequest,
    InvalidJson,
    InvalidField,
    InvalidType,
    ReservedType,
    InvalidUser,
    InvalidCursor,
    InvalidParameter,
    NestingTooDeep,
    Unauthorized,
    Forbidden,
    OriginNotAllowed,
    TypeNotAllowed,
    NotFound,
    MethodNotAllowed,
    RequestTimeout,
    Conflict,
    LengthRequired,
    PayloadTooLarge,
    UriTooLong,
    UnsupportedMediaType,
    ExpectationFailed,
    IdempotencyMismatch,
    UpgradeRequired,
    RateLimited,
    HeadersTooLarge,
    InternalError,
    NotImplemented,
    Draining,
    Overloaded,
    LogFull,
    JournalUnavailable,
    AuthUnavailable,
    HttpVersionNotSupported,
    // WebSocket only
    Disconnected,
    ProtocolError,
    MessageTooBig,
    TooSlow,
    TokenExpired,
    ReconnectRequested,
};

inline constexpr std::size_t errorCodeCount = static_cast<std::size_t>(ErrorCode::ReconnectRequested) + 1;

/// One row of the table that HTTP answers, WebSocket frames, documentation and client libraries share.
struct ErrorInfo {
    ErrorCode code;
    std::string_view name; ///< stable, on the wire as `code`: "invalid_json"
    std::string_view title; ///< English, one line, without a full stop
    int httpStatus; ///< 0: never an HTTP answer
    int closeCode; ///< 0: the WebSocket stays open (sync.error)
    bool retryable; ///< the same request may succeed later
};

/// In the order of ErrorCode, one row for each.
std::span<const ErrorInfo> errorTable();
const ErrorInfo &errorInfo(ErrorCode code);

/// What a client does after the WebSocket was closed. It follows from the range of the close code alone, so that a
/// client needs no table and an old one understands new codes.
enum class CloseReaction : std::uint8_t {
    StayClosed, ///< 40xx
    BackOff, ///< 41xx, and every code that is not ours: wait, then reconnect
    ReconnectNow, ///< 42xx
};
CloseReaction closeReaction(int closeCode);

/// What went wrong with one request, and where.
struct Error {
    ErrorCode code = ErrorCode::InternalError;
    std::string detail; ///< English, for a person: what was found and what was expected
    std::string at; ///< the member it concerns ("payload.items[3].x", "since"); empty when it concerns the whole
    std::uint32_t line = 0; ///< 1-based place in a JSON text; 0 when there is none
    std::uint32_t column = 0; ///< 1-based, in bytes
    std::chrono::milliseconds retryAfter{0}; ///< of a retryable one: when it is worth it; 0: soon

    const ErrorInfo &info() const { return errorInfo(code); }
};

/// How long a client is asked to wait before it tries a retryable request again: where the error does not say, a
/// second, since what was refused holds little.
std::chrono::milliseconds retryAfter(const Error &error);

} // namespace relais
