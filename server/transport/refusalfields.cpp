// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/refusalfields.h"

namespace relais::server {

std::string refusalFields(const Error &error)
{
    if (error.info().retryable) {
        const auto wait = std::chrono::ceil<std::chrono::seconds>(retryAfter(error));
        return "Retry-After: " + std::to_string(wait.count()) + "\r\n";
    }
    if (error.info().httpStatus == 401) {
        // Who sent no token at all is only told what is wanted (RFC 6750, section 3.1).
        return error.at.empty() ? "WWW-Authenticate: Bearer realm=\"relais\"\r\n"
                                : "WWW-Authenticate: Bearer realm=\"relais\", error=\"invalid_token\"\r\n";
    }
    if (error.code == ErrorCode::UpgradeRequired)
        return "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
    return {};
}

} // namespace relais::server
