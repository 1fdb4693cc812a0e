// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/certificate.h"

#include "bench/runfailed.h"

#include <cstdio>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace relais::bench {

namespace {

template <auto Free> struct Deleter {
    template <typename T> void operator()(T *object) const { Free(object); }
};
using File = std::unique_ptr<std::FILE, Deleter<std::fclose>>;

File openForWriting(const std::string &path)
{
    File file(std::fopen(path.c_str(), "wx"));
    if (!file)
        throw RunFailed(path + " cannot be written");
    return file;
}

} // namespace

void makeCertificate(const std::string &certificateFile, const std::string &keyFile)
{
    const std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>> key(EVP_EC_gen("P-256"));
    const std::unique_ptr<X509, Deleter<X509_free>> certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 24 * 3600);
    X509_NAME *const name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char *>("localhost"), -1, -1,
                               0);
    X509_set_issuer_name(certificate.get(), name);
    X509_set_pubkey(certificate.get(), key.get());
    if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0)
        throw RunFailed("OpenSSL signs no certificate");
    if (PEM_write_X509(openForWriting(certificateFile).get(), certificate.get()) != 1
        || PEM_write_PrivateKey(openForWriting(keyFile).get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr)
            != 1) {
        throw RunFailed("the certificate cannot be written");
    }
}

} // namespace relais::bench
