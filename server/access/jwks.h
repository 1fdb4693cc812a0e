// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/access/verificationkey.h"

namespace relais::server {

constexpr std::size_t MaximumJwksBytes = 1024 * 1024;
constexpr std::size_t MaximumJwksKeys = 100;

/// A published secret is none: a set that came from a URL must not hold any.
enum class SecretKeys : bool {
    Refused,
    Accepted,
};

struct Jwks {
    std::vector<VerificationKey> keys;
    /// One line each, for the operator: a key that is not for verifying, of another kind, or damaged.
    std::vector<std::string> skipped;
};

/// A JWK (RFC 7517, RFC 8037): RSA, EC on P-256, OKP Ed25519, oct. A key whose `use`, `key_ops` or `alg` is not for
/// verifying with the one algorithm of its kind is refused. Private members, `x5c` and `x5u` are ignored.
Result<VerificationKey> parseJwk(std::string_view json);

/// A JWK set. One bad key does not spoil the others; a set without any usable one is an error.
Result<Jwks> parseJwks(std::string_view json, SecretKeys secrets);

} // namespace relais::server
