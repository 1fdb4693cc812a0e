// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace relais::bench {

struct HttpResponse {
    int status = 0;
    std::string_view head; ///< status line and fields, with the blank line
    std::string_view body;
};

/// Reads one answer at a time from a byte stream. Only answers with a Content-Length, or that have no body by
/// their status, are understood; anything else throws RunFailed. A whole answer in one read is not copied.
class HttpResponseReader {
public:
    /// The answer, once it is whole; its views are valid until the next feed(). An answer must be taken
    /// before the next request is sent: bytes after it throw RunFailed, as nobody asked for them.
    std::optional<HttpResponse> feed(std::span<const char> bytes);

private:
    std::string m_partial;
    std::string m_whole;
};

/// The value of a response field, or nothing. Names are compared without case.
std::optional<std::string_view> headerField(std::string_view head, std::string_view name);

/// The string value of `"name":"…"` in compact JSON without escapes: found as text, since the generator reads
/// answers of which it knows the form, and must cost less than what it measures.
std::optional<std::string_view> jsonString(std::string_view json, std::string_view name);

/// Everything but RFC 3986's unreserved characters percent-encoded.
std::string percentEncoded(std::string_view text);

} // namespace relais::bench
