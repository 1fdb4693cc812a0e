// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace relais::client {

/// Where a connection stands; the transitions are drawn above ConnectionMachine.
enum class ConnectionState : std::uint8_t {
    Stopped, ///< before start(), after stop()
    Connecting, ///< nothing is delivered at this moment; it is being worked on
    WebSocket, ///< the WebSocket delivers, and no poll runs
    Polling, ///< polls deliver; the WebSocket is tried again from time to time
    Failed, ///< trying again would not help; start() leaves this
};

enum class Transport : std::uint8_t {
    WebSocket,
    Polling,
};

} // namespace relais::client
