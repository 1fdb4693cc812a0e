// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "common/protocol/messagecodec.h"

namespace relais::server {

/// What HTTP routes and WebSockets need to know. Each is a setting.
struct ApiSettings {
    MessageLimits messages;
    std::chrono::milliseconds maximumWait = std::chrono::seconds(30); ///< of a long-poll
    std::chrono::milliseconds heartbeat = std::chrono::seconds(25); ///< told to WebSocket clients
    std::chrono::milliseconds reconnectSpread = std::chrono::seconds(5); ///< likewise
    std::vector<std::string> origins; ///< that may read answers and open WebSockets; a port may be `*`
    std::vector<std::string> hosts; ///< names under which the server answers; empty: any
};

} // namespace relais::server
