// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "server/access/jwtclaims.h"
#include "server/access/keyset.h"

namespace relais::server {

/// Decides whether a JSON Web Token (RFC 7519, a JWS in compact form) is to be believed, by RFC 8725: the key pins
/// the algorithm, the signature comes before any claim, nothing in a token is fetched, and nothing is read leniently.
/// What a refused token costs is bounded by its size and KeySet::MaximumCandidates. May be used by many threads at
/// once.
class JwtVerifier {
public:
    explicit JwtVerifier(JwtRules rules);

    JwtVerdict verify(std::string_view token, const KeySet &keys, UnixTime now) const;

    const JwtRules &rules() const { return m_rules; }

private:
    JwtRules m_rules;
};

} // namespace relais::server
