// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/types.h>

namespace relais::test {

/// base64url without padding, by Qt: not the one under test.
std::string base64Url(std::string_view bytes);

/// A private key that signs whatever it is given, as an issuer does or an attacker would. Made with OpenSSL alone,
/// and with nothing of the server.
class TokenForge {
public:
    static TokenForge withSecret(std::string secret);
    static TokenForge withRsa(int bits = 2048);
    static TokenForge withEc(const char *curve = "P-256");
    static TokenForge withEd25519();

    /// The raw bytes of the signature, as JWS has them: r and s side by side for EC.
    std::string sign(std::string_view input) const;
    /// As OpenSSL makes it: DER for EC.
    std::string signNatively(std::string_view input) const;

    /// Both are JSON texts, or anything else.
    std::string token(std::string_view header, std::string_view claims) const;

    std::string publicPem() const;
    std::string publicDer() const;
    std::string privatePem() const;
    std::string certificatePem() const;
    /// `members` are more members, as JSON with a comma before each.
    std::string jwk(std::string_view members = {}) const;
    /// A member of the JWK, decoded: "n", "x", …
    std::string publicPart(const char *name) const;

private:
    TokenForge() = default;
    explicit TokenForge(EVP_PKEY *key);

    std::string m_secret;
    std::shared_ptr<EVP_PKEY> m_key;
};

} // namespace relais::test
