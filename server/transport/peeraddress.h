// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include <netinet/in.h>

namespace relais::server {

/// The other end of a connection.
struct PeerAddress {
    in6_addr address{}; ///< IPv4 as ::ffff:a.b.c.d
    std::uint16_t port = 0;

    /// "127.0.0.1:40000", "[::1]:40000"
    std::string toString() const;
    static PeerAddress ofSocket(int descriptor);
};

} // namespace relais::server
