// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

namespace relais::server {

/// Whom a limit for each address holds to account: an IPv4 address as ::ffff:a.b.c.d, or the first 64 bits of an IPv6
/// address, since whoever has one of a network has them all. `PeerAddress::limitKey()` makes it.
using AddressKey = std::array<std::uint8_t, 16>;

} // namespace relais::server
