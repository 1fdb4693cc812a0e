// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/publickeypem.h"

#include <string>
#include <vector>

#include <QCoreApplication>

#include <openssl/pem.h>

#include "server/crypto/openssl.h"
#include "server/log/printabletext.h"

namespace relais::server {
namespace {

constexpr std::string_view PublicKeyLabel = PEM_STRING_PUBLIC;
constexpr std::string_view CertificateLabel = PEM_STRING_X509;

struct PemBlock {
    std::string label; ///< "PUBLIC KEY"
    std::string der;
};

Error refuse(const QString &detail)
{
    return {.code = ErrorCode::InvalidField, .detail = detail.toStdString(), .at = {}};
}

Error damaged()
{
    return refuse(QCoreApplication::translate("relais-server", "it is damaged; take it anew from its owner"));
}

/// Every block, or an error when one of them is not whole.
Result<std::vector<PemBlock>> readBlocks(std::string_view pem)
{
    const BioPointer source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    std::vector<PemBlock> blocks;
    char *label = nullptr;
    char *header = nullptr;
    unsigned char *data = nullptr;
    long size = 0;
    // The plain reader: it asks no terminal for a password.
    while (source && PEM_read_bio(source.get(), &label, &header, &data, &size) == 1) {
        blocks.push_back({label, std::string(reinterpret_cast<const char *>(data), static_cast<std::size_t>(size))});
        OPENSSL_free(label);
        OPENSSL_free(header);
        OPENSSL_clear_free(data, static_cast<std::size_t>(size));
    }
    if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
        return damaged();
    return blocks;
}

KeyPointer decodePublicKey(const std::string &der)
{
    const auto *position = reinterpret_cast<const unsigned char *>(der.data());
    const auto *const end = position + der.size();
    KeyPointer key(d2i_PUBKEY(nullptr, &position, static_cast<long>(der.size())));
    return position == end ? std::move(key) : nullptr;
}

KeyPointer decodeCertificate(const std::string &der)
{
    const auto *position = reinterpret_cast<const unsigned char *>(der.data());
    const auto *const end = position + der.size();
    const CertificatePointer certificate(d2i_X509(nullptr, &position, static_cast<long>(der.size())));
    return certificate && position == end ? KeyPointer(X509_get_pubkey(certificate.get())) : nullptr;
}

} // namespace

Result<VerificationKey> readPublicKeyPem(std::string_view pem)
{
    const OpenSslErrorScope errors;
    const auto blocks = readBlocks(pem);
    if (!blocks)
        return blocks.error();
    if (blocks->empty())
        return refuse(QCoreApplication::translate(
            "relais-server", "it holds no PEM block, which begins with -----BEGIN PUBLIC KEY-----"));
    for (const PemBlock &block : *blocks) {
        if (block.label.ends_with("PRIVATE KEY"))
            return refuse(
                QCoreApplication::translate("relais-server",
                                            "it holds a private key, which signs; this server needs only the "
                                            "public one: openssl pkey -pubout"));
    }
    const PemBlock &first = blocks->front();
    if (first.label != PublicKeyLabel && first.label != CertificateLabel)
        return refuse(
            QCoreApplication::translate("relais-server", "it holds %1, neither a public key nor a certificate")
                .arg(QString::fromStdString(quotedText(first.label))));
    for (const PemBlock &block : std::span(*blocks).subspan(1)) {
        if (first.label != CertificateLabel || block.label != CertificateLabel)
            return refuse(QCoreApplication::translate("relais-server",
                                                      "it holds more than one key; put each into a file of its own"));
    }
    const KeyPointer key = first.label == PublicKeyLabel ? decodePublicKey(first.der) : decodeCertificate(first.der);
    return key ? VerificationKey::fromPublicKey(key.get()) : damaged();
}

} // namespace relais::server
