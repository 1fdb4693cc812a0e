// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "server/transport/addressnetwork.h"
#include "server/transport/httpreader.h"
#include "server/transport/websocketcodec.h"

namespace relais::server {

/// What bounds a connection, in time and in bytes. Each is a setting; defaults and reasons are with the settings.
struct TransportSettings {
    HttpLimits http;
    std::chrono::milliseconds headTimeout = std::chrono::seconds(10);
    std::chrono::milliseconds bodyTimeout = std::chrono::seconds(30);
    std::chrono::milliseconds writeTimeout = std::chrono::seconds(30);
    std::chrono::milliseconds idleTimeout = std::chrono::seconds(75);

    WebSocketLimits webSocket;
    std::chrono::milliseconds messageTimeout = std::chrono::seconds(30);
    std::chrono::milliseconds heartbeat = std::chrono::seconds(25);
    std::chrono::milliseconds sendTimeout = std::chrono::seconds(60);
    std::size_t unfinishedBytes = 64 * 1024 * 1024; ///< held by unfinished messages, over one thread
    /// Held by unfinished bodies of requests, over one thread; beyond it, those that hold more than a head may are
    /// refused. Who sends them has not been asked yet, so it is not a matter of trust.
    std::size_t unfinishedBodyBytes = 64 * 1024 * 1024;
    std::size_t unsentBytes = 256 * 1024; ///< answers and control frames that one client has not taken
    std::size_t messagesPerSecond = 0; ///< of one connection; 0: no limit
    std::size_t messageBurst = 400;

    std::size_t connections = 20'000; ///< over all threads; 0: no limit
    std::size_t connectionsPerAddress = 0;
    std::uint32_t connectionRate = 0; ///< new ones a second, over all threads; 0: no limit
    std::uint32_t connectionRatePerAddress = 0;
    /// Whose connections are those of many clients, and who may say which.
    NetworkList trustedProxies;
};

} // namespace relais::server
