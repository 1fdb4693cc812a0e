// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "server/transport/addressnetwork.h"
#include "server/transport/httprequest.h"
#include "server/transport/peeraddress.h"

namespace relais::server {

/// Where a request comes from, as far as it is known from those who are to be believed.
struct ClientOrigin {
    PeerAddress address;
    /// Whether the client came over TLS; nothing when no trusted proxy said so or otherwise.
    std::optional<bool> isSecure;
};

/// Who is behind the proxies. From a peer that is not trusted, `X-Forwarded-For`, `Forwarded` (RFC 7239) and
/// `X-Forwarded-Proto` mean nothing. A trusted proxy names whom it speaks for at the right end of what it got, so
/// both lists are read from there: as far as trusted proxies name trusted proxies, up to the first other address.
/// Everything further left may be the client's invention. Where the next hop is not told (`unknown`, `_hidden`, an
/// empty or malformed element, or more than 32 hops), the nearest that is known is the answer: in doubt the proxy
/// itself.
///
/// A proxy sets one of the two lists, and most hand on the other as the client wrote it; which is which cannot be
/// seen. So when both are there, they count only if they name the same address; otherwise it is the proxy's own.
/// Nobody can choose an address by adding the other list; who tries is counted together with all who try.
///
/// `X-Forwarded-Proto` is taken at the hop that named the client or, when it is shorter, at its left end: a proxy
/// must set or remove it. All that is said must say https (or wss) for isSecure to be true.
ClientOrigin clientOrigin(const HttpRequest &request, const PeerAddress &peer, const NetworkList &trusted);

/// clientOrigin().address
PeerAddress clientAddress(const HttpRequest &request, const PeerAddress &peer, const NetworkList &trusted);

} // namespace relais::server
