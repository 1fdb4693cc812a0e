// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/protocol/errors.h"

#include <array>

namespace relais {

namespace {

constexpr bool retryable = true;
constexpr bool permanent = false;

// `retryable` says whether the very same request may succeed later without anybody changing it. 500 does not
// count: what broke once on this input will most likely break again, and a client that retries it hides the
// fault.
constexpr std::array table = std::to_array<ErrorInfo>({
    {ErrorCode::BadRequest, "bad_request", "Bad request", 400, 0, permanent},
    {ErrorCode::InvalidJson, "invalid_json", "Not valid JSON", 400, 0, permanent},
    {ErrorCode::InvalidField, "invalid_field", "A field is missing or has the wrong form", 400, 0, permanent},
    {ErrorCode::InvalidType, "invalid_type", "Not a message type", 400, 0, permanent},
    {ErrorCode::ReservedType, "reserved_type", "The type is the server's own", 400, 0, permanent},
    {ErrorCode::InvalidUser, "invalid_user", "Not a user id", 400, 0, permanent},
    {ErrorCode::InvalidCursor, "invalid_cursor", "Not a cursor", 400, 0, permanent},
    {ErrorCode::InvalidParameter, "invalid_parameter", "A parameter is missing or has the wrong form", 400, 0,
     permanent},
    {ErrorCode::NestingTooDeep, "nesting_too_deep", "Nested too deeply", 400, 0, permanent},
    {ErrorCode::Unauthorized, "unauthorized", "Not authenticated", 401, 4001, permanent},
    {ErrorCode::Forbidden, "forbidden", "Not allowed", 403, 0, permanent},
    {ErrorCode::OriginNotAllowed, "origin_not_allowed", "Origin not allowed", 403, 0, permanent},
    {ErrorCode::TypeNotAllowed, "type_not_allowed", "Message type not allowed", 403, 0, permanent},
    {ErrorCode::NotFound, "not_found", "Not found", 404, 0, permanent},
    {ErrorCode::MethodNotAllowed, "method_not_allowed", "Method not allowed", 405, 0, permanent},
    {ErrorCode::RequestTimeout, "request_timeout", "The request took too long to arrive", 408, 0, retryable},
    {ErrorCode::Conflict, "conflict", "In conflict with the present state", 409, 0, permanent},
    {ErrorCode::LengthRequired, "length_required", "Length required", 411, 0, permanent},
    {ErrorCode::PayloadTooLarge, "payload_too_large", "Too large", 413, 0, permanent},
    {ErrorCode::UriTooLong, "uri_too_long", "URI too long", 414, 0, permanent},
    {ErrorCode::UnsupportedMediaType, "unsupported_media_type", "Unsupported media type", 415, 0, permanent},
    {ErrorCode::ExpectationFailed, "expectation_failed", "Expectation failed", 417, 0, permanent},
    {ErrorCode::IdempotencyMismatch, "idempotency_mismatch", "Idempotency key used with another body", 422, 0,
     permanent},
    {ErrorCode::UpgradeRequired, "upgrade_required", "WebSocket upgrade required", 426, 0, permanent},
    {ErrorCode::RateLimited, "rate_limited", "Too many requests", 429, 4129, retryable},
    {ErrorCode::HeadersTooLarge, "headers_too_large", "Header fields too large", 431, 0, permanent},
    {ErrorCode::InternalError, "internal_error", "Internal error", 500, 0, permanent},
    {ErrorCode::NotImplemented, "not_implemented", "Not implemented", 501, 0, permanent},
    {ErrorCode::Draining, "draining", "The server is shutting down", 503, 1012, retryable},
    {ErrorCode::Overloaded, "overloaded", "The server is overloaded", 503, 4100, retryable},
    {ErrorCode::LogFull, "log_full", "The message log is full", 503, 0, retryable},
    {ErrorCode::JournalUnavailable, "journal_unavailable", "The journal cannot be written", 503, 0, retryable},
    {ErrorCode::AuthUnavailable, "auth_unavailable", "The keys of tokens are not known yet", 503, 4103, retryable},
    {ErrorCode::HttpVersionNotSupported, "http_version_not_supported", "HTTP version not supported", 505, 0,
     permanent},
    {ErrorCode::Disconnected, "disconnected", "Disconnected by an operator", 0, 4003, permanent},
    {ErrorCode::ProtocolError, "protocol_error", "Protocol error", 0, 4008, permanent},
    {ErrorCode::MessageTooBig, "message_too_big", "Message too big", 0, 4009, permanent},
    {ErrorCode::TooSlow, "too_slow", "Too slow, fell behind what is kept", 0, 4101, retryable},
    {ErrorCode::TokenExpired, "token_expired", "Token expired", 0, 4102, retryable},
    {ErrorCode::ReconnectRequested, "reconnect_requested", "Asked to reconnect", 0, 4200, retryable},
});

constexpr bool isInOrderOfErrorCode()
{
    for (std::size_t row = 0; row < table.size(); ++row) {
        if (static_cast<std::size_t>(table[row].code) != row)
            return false;
    }
    return true;
}
static_assert(isInOrderOfErrorCode());
static_assert(table.size() == errorCodeCount, "a row for each ErrorCode");

} // namespace

std::span<const ErrorInfo> errorTable()
{
    return table;
}

const ErrorInfo &errorInfo(ErrorCode code)
{
    return table[static_cast<std::size_t>(code)];
}

std::chrono::milliseconds retryAfter(const Error &error)
{
    return error.retryAfter.count() > 0 ? error.retryAfter : std::chrono::seconds(1);
}

CloseReaction closeReaction(int closeCode)
{
    switch (closeCode / 100) {
    case 40:
        return CloseReaction::StayClosed;
    case 42:
        return CloseReaction::ReconnectNow;
    default:
        return CloseReaction::BackOff;
    }
}

} // namespace relais
