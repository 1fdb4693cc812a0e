// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace relais::server {

/// What the transport below has done since the start, as the policy shows it without knowing sockets.
struct TransportFigures {
    std::uint64_t sockets = 0; ///< open now, whatever they do
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0; ///< connections over a limit
    std::uint64_t requests = 0;
    std::uint64_t bytesIn = 0; ///< of HTTP and WebSocket, without what TLS adds
    std::uint64_t bytesOut = 0;
    std::uint64_t tlsHandshakes = 0;
    std::uint64_t tlsFailures = 0;
};

} // namespace relais::server
