// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "common/protocol/messagecodec.h"
#include "server/transport/addressnetwork.h"

namespace relais::server {

/// Requests and messages in a window, for each kind of principal; 0: no limit.
struct RateLimits {
    std::uint32_t userRequests = 0; ///< also of an address that has shown nothing
    std::uint32_t publisherRequests = 0;
    std::uint32_t adminRequests = 0;
    std::chrono::milliseconds window = std::chrono::minutes(15);
};

/// Who may read `GET /metrics`.
enum class MetricsReaders : std::uint8_t {
    Loopback, ///< this machine, not through a proxy; and operators
    Operators,
    Anyone,
};

/// The page at /demo/, for those who try the server out.
struct DemoSettings {
    bool isServed = false;
    std::string assetsUrl; ///< as DemoPage takes it
};

/// What HTTP routes and WebSockets need to know. Each is a setting.
struct ApiSettings {
    MessageLimits messages;
    std::chrono::milliseconds maximumWait = std::chrono::seconds(30); ///< of a long-poll
    std::chrono::milliseconds heartbeat = std::chrono::seconds(25); ///< told to WebSocket clients
    std::chrono::milliseconds reconnectSpread = std::chrono::seconds(5); ///< likewise
    std::chrono::milliseconds authTimeout = std::chrono::seconds(5); ///< from an upgrade to its `sync.auth`
    RateLimits rate;
    MetricsReaders metricsReaders = MetricsReaders::Loopback;
    NetworkList trustedProxies;
    std::vector<std::string> origins; ///< that may read answers and open WebSockets; a port may be `*`
    DemoSettings demo;
    std::vector<std::string> hosts; ///< names under which the server answers; empty: any
};

} // namespace relais::server
