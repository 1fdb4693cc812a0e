// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "server/transport/peeraddress.h"

namespace relais::server {

/// What one proxy says of the hop before it.
struct Hop {
    std::optional<PeerAddress> from; ///< nothing: it does not say, or not in a way that can be read
    std::optional<bool> isSecure;
};

/// Nearest first, at most 32: more than anybody has in a row. What stands behind a hop that does not name an address
/// is of no interest, and may be missing.
using Hops = std::vector<Hop>;

/// Of all fields of the name, in order. Each is one list with those before it.
Hops hopsOfXForwardedFor(const std::vector<std::string_view> &fields);
/// Of fields as RFC 7239 section 4 has them. One that is malformed anywhere tells nothing, since it is not certain
/// which part of it who wrote. Addresses without the quotes that their colons would need are common, not ambiguous,
/// and taken.
Hops hopsOfForwarded(const std::vector<std::string_view> &fields);

/// Whether `X-Forwarded-Proto` says TLS at that hop, counted from the right, or at its left end when it is shorter.
std::optional<bool> secureByScheme(const std::vector<std::string_view> &fields, std::size_t hop);

} // namespace relais::server
