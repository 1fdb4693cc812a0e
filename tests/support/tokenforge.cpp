// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tokenforge.h"

#include <array>

#include <QByteArray>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

namespace relais::test {
namespace {

const unsigned char *asBytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

/// What was written into a memory BIO, which is freed.
std::string takeText(BIO *sink)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(sink, &data);
    std::string text(data, static_cast<std::size_t>(size));
    BIO_free(sink);
    return text;
}

/// Big-endian, of at least this many bytes.
std::string numberBytes(const BIGNUM *number, int size)
{
    std::string bytes(static_cast<std::size_t>(std::max(size, BN_num_bytes(number))), '\0');
    BN_bn2binpad(number, reinterpret_cast<unsigned char *>(bytes.data()), static_cast<int>(bytes.size()));
    return bytes;
}

std::string numberParameter(const EVP_PKEY *key, const char *name, int size)
{
    BIGNUM *number = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &number) != 1)
        qFatal("this key has no %s", name);
    std::string bytes = numberBytes(number, size);
    BN_free(number);
    return bytes;
}

} // namespace

std::string base64Url(std::string_view bytes)
{
    return QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        .toStdString();
}

TokenForge::TokenForge(EVP_PKEY *key)
    : m_key(key, EVP_PKEY_free)
{
    Q_ASSERT(key);
}

TokenForge TokenForge::withSecret(std::string secret)
{
    TokenForge forge;
    forge.m_secret = std::move(secret);
    return forge;
}

TokenForge TokenForge::withRsa(int bits)
{
    return TokenForge(EVP_RSA_gen(static_cast<unsigned>(bits)));
}

TokenForge TokenForge::withEc(const char *curve)
{
    return TokenForge(EVP_EC_gen(curve));
}

TokenForge TokenForge::withEd25519()
{
    return TokenForge(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
}

std::string TokenForge::signNatively(std::string_view input) const
{
    if (!m_key) {
        std::string digest(SHA256_DIGEST_LENGTH, '\0');
        HMAC(EVP_sha256(), m_secret.data(), static_cast<int>(m_secret.size()), asBytes(input), input.size(),
             reinterpret_cast<unsigned char *>(digest.data()), nullptr);
        return digest;
    }
    const EVP_MD *digest = EVP_PKEY_get_base_id(m_key.get()) == EVP_PKEY_ED25519 ? nullptr : EVP_sha256();
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    std::size_t size = 0;
    EVP_DigestSignInit(context, nullptr, digest, nullptr, m_key.get());
    EVP_DigestSign(context, nullptr, &size, asBytes(input), input.size());
    std::string signature(size, '\0');
    EVP_DigestSign(context, reinterpret_cast<unsigned char *>(signature.data()), &size, asBytes(input), input.size());
    EVP_MD_CTX_free(context);
    signature.resize(size);
    return signature;
}

std::string TokenForge::sign(std::string_view input) const
{
    std::string signature = signNatively(input);
    if (!m_key || EVP_PKEY_get_base_id(m_key.get()) != EVP_PKEY_EC)
        return signature;
    const unsigned char *position = asBytes(signature);
    ECDSA_SIG *parts = d2i_ECDSA_SIG(nullptr, &position, static_cast<long>(signature.size()));
    const int size = (EVP_PKEY_get_bits(m_key.get()) + 7) / 8;
    std::string raw = numberBytes(ECDSA_SIG_get0_r(parts), size) + numberBytes(ECDSA_SIG_get0_s(parts), size);
    ECDSA_SIG_free(parts);
    return raw;
}

std::string TokenForge::token(std::string_view header, std::string_view claims) const
{
    const std::string input = base64Url(header) + '.' + base64Url(claims);
    return input + '.' + base64Url(sign(input));
}

std::string TokenForge::publicPem() const
{
    BIO *sink = BIO_new(BIO_s_mem());
    PEM_write_bio_PUBKEY(sink, m_key.get());
    return takeText(sink);
}

std::string TokenForge::publicDer() const
{
    BIO *sink = BIO_new(BIO_s_mem());
    i2d_PUBKEY_bio(sink, m_key.get());
    return takeText(sink);
}

std::string TokenForge::privatePem() const
{
    BIO *sink = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(sink, m_key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return takeText(sink);
}

std::string TokenForge::certificatePem() const
{
    X509 *certificate = X509_new();
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, m_key.get());
    X509_sign(certificate, m_key.get(),
              EVP_PKEY_get_base_id(m_key.get()) == EVP_PKEY_ED25519 ? nullptr : EVP_sha256());
    BIO *sink = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(sink, certificate);
    X509_free(certificate);
    return takeText(sink);
}

std::string TokenForge::publicPart(const char *name) const
{
    const std::string_view part = name;
    if (part == "n")
        return numberParameter(m_key.get(), OSSL_PKEY_PARAM_RSA_N, 0);
    if (part == "e")
        return numberParameter(m_key.get(), OSSL_PKEY_PARAM_RSA_E, 0);
    if (EVP_PKEY_get_base_id(m_key.get()) == EVP_PKEY_ED25519) {
        std::string bytes(32, '\0');
        std::size_t size = bytes.size();
        EVP_PKEY_get_raw_public_key(m_key.get(), reinterpret_cast<unsigned char *>(bytes.data()), &size);
        return bytes;
    }
    return numberParameter(m_key.get(), part == "x" ? OSSL_PKEY_PARAM_EC_PUB_X : OSSL_PKEY_PARAM_EC_PUB_Y,
                           (EVP_PKEY_get_bits(m_key.get()) + 7) / 8);
}

std::string TokenForge::jwk(std::string_view members) const
{
    const auto part = [this](const char *name) {
        return ",\"" + std::string(name) + "\":\"" + base64Url(publicPart(name)) + '"';
    };
    std::string json = "{\"kty\":";
    switch (m_key ? EVP_PKEY_get_base_id(m_key.get()) : EVP_PKEY_NONE) {
    case EVP_PKEY_NONE:
        json += "\"oct\",\"k\":\"" + base64Url(m_secret) + '"';
        break;
    case EVP_PKEY_RSA:
        json += "\"RSA\"" + part("n") + part("e");
        break;
    case EVP_PKEY_EC:
        json += "\"EC\",\"crv\":\"P-256\"" + part("x") + part("y");
        break;
    default:
        json += "\"OKP\",\"crv\":\"Ed25519\"" + part("x");
    }
    return json.append(members) + '}';
}

} // namespace relais::test
