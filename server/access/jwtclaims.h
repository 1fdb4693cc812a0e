// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/core/clock.h"

namespace relais::server {

/// What a token must say to be let in, besides being signed by one of our keys.
struct JwtRules {
    std::optional<std::string> issuer; ///< `iss`, compared byte for byte; none: any
    std::vector<std::string> audiences; ///< `aud` names one of these; none: any
    std::chrono::milliseconds leeway = std::chrono::minutes(1); ///< how far clocks may differ
    std::string userClaim = "sub";
    /// An array of strings, or one string of words. A claim of exactly this name, else the path that its dots make
    /// ("realm_access.roles").
    std::string rolesClaim = "roles";
    std::size_t maximumTokenBytes = 8 * 1024;
};

/// What a token said that is to be believed.
struct JwtClaims {
    std::string subject; ///< the user claim, as it came; not empty
    std::optional<std::string> issuer;
    UnixTime expires;
    std::optional<UnixTime> issuedAt;
    std::vector<std::string> roles; ///< as they came; empty when the claim is absent
    std::optional<std::string> tokenId; ///< `jti`
};

/// Why a token is refused. Outside it is one 401 for all; the reason is for the operator's log. It names claims, and
/// shows nothing of the token.
struct JwtRefusal {
    enum class Kind {
        Invalid,
        Expired, ///< was good in everything else
        UnknownKey, ///< no key has its `kid` and algorithm; newer keys may
    };
    Kind kind = Kind::Invalid;
    std::string reason;
};

using JwtVerdict = std::variant<JwtClaims, JwtRefusal>;

/// Reads the claims of a token whose signature has been verified: what an unsigned text claims must have no effect.
JwtVerdict readJwtClaims(std::string_view json, const JwtRules &rules, UnixTime now);

} // namespace relais::server
