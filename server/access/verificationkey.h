// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/types.h>

#include "common/core/result.h"
#include "server/access/jwtalgorithm.h"

namespace relais::server {

/// What a signature is verified with. Its kind pins the one algorithm that it takes, so a token cannot have an RSA
/// key used as the secret of an HMAC. A value, cheap to copy; verify() may be called from any thread.
///
/// The functions that make one refuse keys that are too weak or not what they claim to be. The error's detail says
/// why, translated for the operator, and never shows the key.
class VerificationKey {
public:
    /// RFC 7518, 3.2: as long as the digest at least.
    static constexpr std::size_t MinimumSecretBytes = 32;
    static constexpr int MinimumRsaBits = 2048;
    /// What takes longer than this to verify with is a way to keep a server busy.
    static constexpr int MaximumRsaBits = 8192;

    static Result<VerificationKey> fromSecret(std::string_view secret);
    /// Big-endian numbers.
    static Result<VerificationKey> fromRsa(std::string_view modulus, std::string_view exponent);
    /// Coordinates of 32 bytes each.
    static Result<VerificationKey> fromP256(std::string_view x, std::string_view y);
    static Result<VerificationKey> fromEd25519(std::string_view publicKey);
    /// An RSA, P-256 or Ed25519 public key from elsewhere; shares it.
    static Result<VerificationKey> fromPublicKey(EVP_PKEY *key);

    JwtAlgorithm algorithm() const { return m_algorithm; }
    /// The `kid` by which tokens name it. Secrets and PEM files have none.
    const std::optional<std::string> &id() const { return m_id; }
    void setId(std::string id) { m_id = std::move(id); }

    /// Whether `signature` (raw, as JWS has it) is this key's over `signingInput`.
    bool verify(std::string_view signingInput, std::string_view signature) const;

private:
    struct Secret;

    VerificationKey(JwtAlgorithm algorithm, std::shared_ptr<const Secret> secret,
                    std::shared_ptr<EVP_PKEY> publicKey);
    bool verifyHmac(std::string_view signingInput, std::string_view signature) const;
    bool verifyPublic(std::string_view signingInput, std::string_view signature) const;

    JwtAlgorithm m_algorithm;
    std::optional<std::string> m_id;
    std::shared_ptr<const Secret> m_secret; ///< of HS256
    std::shared_ptr<EVP_PKEY> m_publicKey; ///< of the others
};

} // namespace relais::server
