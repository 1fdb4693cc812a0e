// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace relais::server {

/// The signatures that are understood (RFC 7518, RFC 8037). There is no `none`, so nothing can choose it.
enum class JwtAlgorithm : std::uint8_t {
    HS256, ///< HMAC with SHA-256
    RS256, ///< RSASSA-PKCS1-v1_5 with SHA-256
    ES256, ///< ECDSA over P-256 with SHA-256
    EdDSA, ///< Ed25519
};

std::string_view nameOf(JwtAlgorithm algorithm);

/// The algorithm of exactly this name; case counts (RFC 7515, 4.1.1).
std::optional<JwtAlgorithm> jwtAlgorithm(std::string_view name);

} // namespace relais::server
