// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/clientaddress.h"

#include <algorithm>
#include <cstring>

#include "server/api/forwardedhops.h"

namespace relais::server {

namespace {

/// Where a list leads.
struct Walk {
    PeerAddress client;
    std::size_t hop = 0; ///< from the right, the one that told the most
    std::optional<bool> isSecure; ///< by that hop
};

Walk walk(const Hops &hops, const PeerAddress &peer, const NetworkList &trusted)
{
    Walk result{.client = peer};
    for (std::size_t i = 0; i < hops.size(); ++i) {
        result.hop = i;
        result.isSecure = hops[i].isSecure;
        if (!hops[i].from)
            break;
        result.client = *hops[i].from;
        if (!trusted.contains(result.client))
            break;
    }
    return result;
}

bool isSameAddress(const PeerAddress &left, const PeerAddress &right)
{
    return std::memcmp(&left.address, &right.address, sizeof left.address) == 0;
}

} // namespace

ClientOrigin clientOrigin(const HttpRequest &request, const PeerAddress &peer, const NetworkList &trusted)
{
    ClientOrigin origin{.address = peer, .isSecure = {}};
    if (!trusted.contains(peer))
        return origin;
    const auto xForwardedFor = request.fieldValues("x-forwarded-for");
    const auto forwarded = request.fieldValues("forwarded");
    const Walk byXForwardedFor = walk(hopsOfXForwardedFor(xForwardedFor), peer, trusted);
    const Walk byForwarded = walk(hopsOfForwarded(forwarded), peer, trusted);
    const Walk &chosen = xForwardedFor.empty() ? byForwarded : byXForwardedFor;
    const bool areBothThere = !xForwardedFor.empty() && !forwarded.empty();
    if (!areBothThere || isSameAddress(byXForwardedFor.client, byForwarded.client))
        origin.address = chosen.client;

    // Of a list that the client invented, not the hop either: the nearer of two can only be a proxy's.
    const std::size_t hop = areBothThere ? std::min(byXForwardedFor.hop, byForwarded.hop) : chosen.hop;
    const auto byScheme = secureByScheme(request.fieldValues("x-forwarded-proto"), hop);
    if (byScheme || byForwarded.isSecure)
        origin.isSecure = byScheme.value_or(true) && byForwarded.isSecure.value_or(true);
    return origin;
}

PeerAddress clientAddress(const HttpRequest &request, const PeerAddress &peer, const NetworkList &trusted)
{
    return clientOrigin(request, peer, trusted).address;
}

} // namespace relais::server
