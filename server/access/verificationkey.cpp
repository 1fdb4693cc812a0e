// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/verificationkey.h"

#include <array>
#include <utility>

#include <QCoreApplication>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "server/crypto/openssl.h"

namespace relais::server {

/// Overwritten when the last copy of the key is gone.
struct VerificationKey::Secret {
    explicit Secret(std::string_view secret)
        : bytes(secret)
    {
    }
    ~Secret() { OPENSSL_cleanse(bytes.data(), bytes.size()); }
    Secret(const Secret &) = delete;
    Secret &operator=(const Secret &) = delete;

    std::string bytes;
};

namespace {

constexpr std::size_t P256CoordinateBytes = 32;
constexpr const char *P256Name = SN_X9_62_prime256v1;
constexpr std::size_t Ed25519Bytes = 32;
/// RFC 7518 allows any; OpenSSL itself takes no more for large moduli, and real ones have 17.
constexpr int MaximumRsaExponentBits = 64;

const unsigned char *asBytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

Error refuse(const QString &detail)
{
    return {.code = ErrorCode::InvalidField, .detail = detail.toStdString(), .at = {}};
}

BigNumberPointer bigNumber(std::string_view bigEndian)
{
    return BigNumberPointer(BN_bin2bn(asBytes(bigEndian), static_cast<int>(bigEndian.size()), nullptr));
}

BigNumberPointer numberOf(const EVP_PKEY *key, const char *parameter)
{
    BIGNUM *number = nullptr;
    EVP_PKEY_get_bn_param(key, parameter, &number);
    return BigNumberPointer(number);
}

KeyPointer keyFromParameters(const char *type, OSSL_PARAM_BLD *builder)
{
    const ParametersPointer parameters(OSSL_PARAM_BLD_to_param(builder));
    const KeyContextPointer context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY *key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) <= 0
        || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) <= 0)
        return nullptr;
    return KeyPointer(key);
}

std::optional<Error> problemOfRsa(const EVP_PKEY *key)
{
    const int bits = EVP_PKEY_get_bits(key);
    if (bits < VerificationKey::MinimumRsaBits) {
        return refuse(QCoreApplication::translate(
                          "relais-server", "its RSA key has %1 bits, at least %2 are needed; make a longer key")
                          .arg(bits)
                          .arg(VerificationKey::MinimumRsaBits));
    }
    if (bits > VerificationKey::MaximumRsaBits) {
        return refuse(QCoreApplication::translate("relais-server",
                                                  "its RSA key has %1 bits, at most %2 are taken; make a shorter key")
                          .arg(bits)
                          .arg(VerificationKey::MaximumRsaBits));
    }
    // With an exponent of 1, every message is its own signature.
    const BigNumberPointer modulus = numberOf(key, OSSL_PKEY_PARAM_RSA_N);
    const BigNumberPointer exponent = numberOf(key, OSSL_PKEY_PARAM_RSA_E);
    if (!modulus || !exponent || !BN_is_odd(modulus.get()) || !BN_is_odd(exponent.get()) || BN_is_one(exponent.get())
        || BN_num_bits(exponent.get()) > MaximumRsaExponentBits)
        return refuse(
            QCoreApplication::translate("relais-server", "its RSA key is damaged; take it anew from its owner"));
    return std::nullopt;
}

std::optional<Error> problemOfEc(EVP_PKEY *key)
{
    std::array<char, 64> name{};
    std::size_t length = 0;
    int isExplicit = 0;
    // A curve that is written out may look like P-256 and have another generator.
    EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &isExplicit);
    if (EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, name.data(), name.size(), &length) <= 0
        || std::string_view(name.data(), length) != P256Name || isExplicit != 0)
        return refuse(
            QCoreApplication::translate("relais-server", "its key is on another curve than P-256, the one of ES256"));
    const KeyContextPointer context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
    if (!context || EVP_PKEY_public_check(context.get()) <= 0)
        return refuse(QCoreApplication::translate("relais-server", "its EC key is not a point on the curve P-256"));
    return std::nullopt;
}

/// ECDSA signatures are DER to OpenSSL, and r and s side by side to JWS (RFC 7518, 3.4). Empty when it is none.
std::string derSignature(std::string_view raw)
{
    if (raw.size() != 2 * P256CoordinateBytes)
        return {};
    const EcdsaSignaturePointer signature(ECDSA_SIG_new());
    BigNumberPointer r = bigNumber(raw.substr(0, P256CoordinateBytes));
    BigNumberPointer s = bigNumber(raw.substr(P256CoordinateBytes));
    if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1)
        return {};
    (void)r.release(); // the signature's now
    (void)s.release();
    unsigned char *encoded = nullptr;
    const int size = i2d_ECDSA_SIG(signature.get(), &encoded);
    if (size <= 0)
        return {};
    std::string der(reinterpret_cast<const char *>(encoded), static_cast<std::size_t>(size));
    OPENSSL_free(encoded);
    return der;
}

} // namespace

VerificationKey::VerificationKey(JwtAlgorithm algorithm, std::shared_ptr<const Secret> secret,
                                 std::shared_ptr<EVP_PKEY> publicKey)
    : m_algorithm(algorithm)
    , m_secret(std::move(secret))
    , m_publicKey(std::move(publicKey))
{
}

Result<VerificationKey> VerificationKey::fromSecret(std::string_view secret)
{
    // Whoever has the public key, which is everyone, could sign with it.
    if (secret.starts_with("-----BEGIN"))
        return refuse(QCoreApplication::translate(
            "relais-server",
            "a PEM file is no secret; give it as a public key, or make a secret with: openssl rand "
            "-base64 48"));
    if (secret.size() < MinimumSecretBytes) {
        return refuse(QCoreApplication::translate("relais-server",
                                                  "the secret has %1 bytes, at least %2 are needed; make one with: "
                                                  "openssl rand -base64 48")
                          .arg(secret.size())
                          .arg(MinimumSecretBytes));
    }
    return VerificationKey(JwtAlgorithm::HS256, std::make_shared<const Secret>(secret), nullptr);
}

Result<VerificationKey> VerificationKey::fromRsa(std::string_view modulus, std::string_view exponent)
{
    const OpenSslErrorScope errors;
    const ParameterBuilderPointer builder(OSSL_PARAM_BLD_new());
    const BigNumberPointer n = bigNumber(modulus);
    const BigNumberPointer e = bigNumber(exponent);
    KeyPointer key;
    if (builder && n && e && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1
        && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1)
        key = keyFromParameters("RSA", builder.get());
    if (!key)
        return refuse(
            QCoreApplication::translate("relais-server", "its RSA key is damaged; take it anew from its owner"));
    return fromPublicKey(key.get());
}

Result<VerificationKey> VerificationKey::fromP256(std::string_view x, std::string_view y)
{
    const OpenSslErrorScope errors;
    const ParameterBuilderPointer builder(OSSL_PARAM_BLD_new());
    const std::string point = std::string("\x04").append(x).append(y); // uncompressed (SEC 1, 2.3.3)
    KeyPointer key;
    if (builder && x.size() == P256CoordinateBytes && y.size() == P256CoordinateBytes
        && OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, P256Name, 0) == 1
        && OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) == 1)
        key = keyFromParameters("EC", builder.get());
    if (!key)
        return refuse(QCoreApplication::translate("relais-server", "its EC key is not a point on the curve P-256"));
    return fromPublicKey(key.get());
}

Result<VerificationKey> VerificationKey::fromEd25519(std::string_view publicKey)
{
    const OpenSslErrorScope errors;
    KeyPointer key;
    if (publicKey.size() == Ed25519Bytes)
        key.reset(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, asBytes(publicKey), publicKey.size()));
    if (!key)
        return refuse(QCoreApplication::translate("relais-server", "its Ed25519 key does not have 32 bytes"));
    return fromPublicKey(key.get());
}

Result<VerificationKey> VerificationKey::fromPublicKey(EVP_PKEY *key)
{
    const OpenSslErrorScope errors;
    JwtAlgorithm algorithm{};
    std::optional<Error> problem;
    switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
        algorithm = JwtAlgorithm::RS256;
        problem = problemOfRsa(key);
        break;
    case EVP_PKEY_EC:
        algorithm = JwtAlgorithm::ES256;
        problem = problemOfEc(key);
        break;
    case EVP_PKEY_ED25519:
        algorithm = JwtAlgorithm::EdDSA;
        break;
    default:
        problem = refuse(
            QCoreApplication::translate("relais-server", "its key is none of RSA, EC on P-256, and Ed25519"));
    }
    if (problem)
        return *problem;
    EVP_PKEY_up_ref(key);
    return VerificationKey(algorithm, nullptr, std::shared_ptr<EVP_PKEY>(KeyPointer(key)));
}

bool VerificationKey::verify(std::string_view signingInput, std::string_view signature) const
{
    switch (m_algorithm) {
    case JwtAlgorithm::HS256:
        return verifyHmac(signingInput, signature);
    case JwtAlgorithm::ES256:
        return verifyPublic(signingInput, derSignature(signature));
    case JwtAlgorithm::RS256:
    case JwtAlgorithm::EdDSA:
        return verifyPublic(signingInput, signature);
    }
    return false;
}

bool VerificationKey::verifyHmac(std::string_view signingInput, std::string_view signature) const
{
    const OpenSslErrorScope errors;
    std::array<unsigned char, SHA256_DIGEST_LENGTH> expected{};
    if (signature.size() != expected.size()
        || !HMAC(EVP_sha256(), m_secret->bytes.data(), static_cast<int>(m_secret->bytes.size()),
                 asBytes(signingInput), signingInput.size(), expected.data(), nullptr))
        return false;
    return CRYPTO_memcmp(expected.data(), signature.data(), expected.size()) == 0;
}

bool VerificationKey::verifyPublic(std::string_view signingInput, std::string_view signature) const
{
    const OpenSslErrorScope errors;
    // Ed25519 hashes by itself.
    const EVP_MD *digest = m_algorithm == JwtAlgorithm::EdDSA ? nullptr : EVP_sha256();
    const DigestContextPointer context(EVP_MD_CTX_new());
    return context && EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, m_publicKey.get()) == 1
        && EVP_DigestVerify(context.get(), asBytes(signature), signature.size(), asBytes(signingInput),
                            signingInput.size())
        == 1;
}

} // namespace relais::server
