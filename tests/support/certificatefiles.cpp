// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/certificatefiles.h"

#include <memory>

#include <QFile>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "tests/support/failure.h"

namespace relais::test {

namespace {

template <auto Free> struct Deleter {
    template <typename T> void operator()(T *object) const { Free(object); }
};
using Bio = std::unique_ptr<BIO, Deleter<BIO_free>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;

QByteArray contentOf(const Bio &memory)
{
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &bytes);
    return QByteArray(bytes, size);
}

QByteArray keyAsPem(EVP_PKEY *key, const EVP_CIPHER *cipher = nullptr)
{
    const Bio memory(BIO_new(BIO_s_mem()));
    char passphrase[] = "secret";
    PEM_write_bio_PKCS8PrivateKey(memory.get(), key, cipher, cipher ? passphrase : nullptr,
                                  cipher ? static_cast<int>(sizeof passphrase - 1) : 0, nullptr, nullptr);
    return contentOf(memory);
}

} // namespace

PemPair makeCertificate(const QByteArray &commonName, std::chrono::seconds validFor)
{
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), static_cast<long>(validFor.count()));
    X509_NAME *const name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(commonName.data()),
                               static_cast<int>(commonName.size()), -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_set_pubkey(certificate.get(), key.get());
    X509_sign(certificate.get(), key.get(), EVP_sha256());

    const Bio memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(memory.get(), certificate.get());
    return {contentOf(memory), keyAsPem(key.get())};
}

QByteArray encryptKey(const QByteArray &key)
{
    const Bio memory(BIO_new_mem_buf(key.constData(), static_cast<int>(key.size())));
    const Key read(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
    return keyAsPem(read.get(), EVP_aes_256_cbc());
}

CertificateFiles::CertificateFiles(const QByteArray &commonName)
    : m_certificateSetting("tls.certificate=" + certificatePath())
    , m_keySetting("tls.key=" + keyPath())
{
    write(makeCertificate(commonName));
}

void CertificateFiles::write(const PemPair &pair)
{
    writeCertificate(pair.certificate);
    writeKey(pair.key);
}

void CertificateFiles::writeCertificate(const QByteArray &pem)
{
    QFile file(QString::fromUtf8(certificatePath()));
    if (!file.open(QIODevice::WriteOnly) || file.write(pem) != pem.size())
        failTest("the certificate cannot be written");
}

void CertificateFiles::writeKey(const QByteArray &pem)
{
    QFile file(QString::fromUtf8(keyPath()));
    if (!file.open(QIODevice::WriteOnly) || file.write(pem) != pem.size())
        failTest("the key cannot be written");
}

std::vector<const char *> CertificateFiles::settings(std::initializer_list<const char *> others) const
{
    std::vector<const char *> all{m_certificateSetting.constData(), m_keySetting.constData()};
    all.insert(all.end(), others.begin(), others.end());
    return all;
}

QByteArray CertificateFiles::pathOf(const char *name) const
{
    return m_folder.filePath(QString::fromLatin1(name)).toUtf8();
}

} // namespace relais::test
