// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <netinet/in.h>

#include "server/limits/addresskey.h"

namespace relais::server {

/// The other end of a connection.
struct PeerAddress {
    in6_addr address{}; ///< IPv4 as ::ffff:a.b.c.d
    std::uint16_t port = 0; ///< 0: not known, as behind most proxies

    /// "127.0.0.1:40000", "[::1]:40000"; without a port as host().
    std::string toString() const;
    /// "127.0.0.1", "::1"
    std::string host() const;
    bool isLoopback() const { return isIpv4() ? address.s6_addr[12] == 127 : IN6_IS_ADDR_LOOPBACK(&address); }
    bool isIpv4() const { return IN6_IS_ADDR_V4MAPPED(&address); }
    /// Whom it is counted for.
    AddressKey limitKey() const;

    static PeerAddress ofSocket(int descriptor);
    /// An address alone, as host() writes it: no port, brackets, zone or name, and no number that another reader
    /// might take for octal. IPv4 inside ::ffff:0:0/96 is IPv4.
    static std::optional<PeerAddress> parse(std::string_view text);
};

} // namespace relais::server
