// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace relais::client {

/// The end of an HTTP request.
struct HttpAnswer {
    int status = 0; ///< 0: none came, and `body` is empty
    std::optional<std::chrono::milliseconds> retryAfter; ///< of Retry-After, in seconds on the wire
    std::string body;
};

/// A server that says "in a year" must not silence a client for good.
inline constexpr std::chrono::milliseconds longestRetryAfter{300'000};

} // namespace relais::client
