// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/tlsfiles.h"

#include <QCoreApplication>
#include <QFile>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "server/log/log.h"
#include "server/log/printabletext.h"

namespace relais::server {

namespace {

// Chains and keys are a few KiB; a device or a log that was named by mistake must not fill the memory.
constexpr qint64 longestFile = 1024 * 1024;

template <typename T> using Loaded = std::variant<T, std::string>;

QString toQString(const std::string &text)
{
    return QString::fromStdString(text);
}

/// As it may stand in a problem, which goes to a terminal.
QString shownPath(const std::string &path)
{
    return toQString(printableText(path));
}

std::string problemWith(const std::string &path, const QString &what)
{
    return QCoreApplication::translate("relais-server", "TLS: %1: %2").arg(shownPath(path), what).toStdString();
}

Loaded<QByteArray> readFile(const std::string &path)
{
    QFile file(toQString(path));
    if (!file.open(QIODevice::ReadOnly))
        return problemWith(path, file.errorString());
    const QByteArray bytes = file.read(longestFile + 1);
    if (file.error() != QFileDevice::NoError)
        return problemWith(path, file.errorString());
    if (bytes.size() > longestFile)
        return problemWith(path, QCoreApplication::translate("relais-server", "longer than any PEM file should be"));
    return bytes;
}

BioPointer memoryOf(const QByteArray &bytes)
{
    return BioPointer(BIO_new_mem_buf(bytes.constData(), static_cast<int>(bytes.size())));
}

/// OpenSSL's own would ask at the terminal.
int noPassphrase(char *, int, int, void *)
{
    return -1;
}

Loaded<std::vector<CertificatePointer>> loadChain(const std::string &path)
{
    const auto read = readFile(path);
    if (const auto *const problem = std::get_if<std::string>(&read))
        return *problem;
    const BioPointer memory = memoryOf(std::get<QByteArray>(read));
    std::vector<CertificatePointer> chain;
    while (CertificatePointer certificate{PEM_read_bio_X509(memory.get(), nullptr, noPassphrase, nullptr)})
        chain.push_back(std::move(certificate));
    // The end is an error too: that there is no further block.
    const bool isWhole = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    const char *const reason = takeOpenSslReason();
    if (chain.empty() && isWhole)
        return problemWith(path, QCoreApplication::translate("relais-server", "holds no certificate in PEM form"));
    if (!isWhole) {
        return problemWith(path,
                           QCoreApplication::translate("relais-server", "holds a damaged certificate (%1)")
                               .arg(QLatin1String(reason)));
    }
    return chain;
}

Loaded<KeyPointer> loadKey(const std::string &path)
{
    auto read = readFile(path);
    if (const auto *const problem = std::get_if<std::string>(&read))
        return *problem;
    QByteArray &bytes = std::get<QByteArray>(read);
    const bool isEncrypted = bytes.contains("ENCRYPTED");
    KeyPointer key(PEM_read_bio_PrivateKey(memoryOf(bytes).get(), nullptr, noPassphrase, nullptr));
    OPENSSL_cleanse(bytes.data(), static_cast<std::size_t>(bytes.size()));
    ERR_clear_error();
    if (key)
        return key;
    if (isEncrypted) {
        return problemWith(path,
                           QCoreApplication::translate("relais-server",
                                                       "the key is encrypted, and the server has nobody to ask for "
                                                       "the passphrase; store it without one"));
    }
    return problemWith(path, QCoreApplication::translate("relais-server", "holds no private key in PEM form"));
}

std::string dateText(const ASN1_TIME *time)
{
    std::tm date{};
    char text[32] = "";
    if (ASN1_TIME_to_tm(time, &date) == 1)
        std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &date);
    return text;
}

void warnOfDates(const std::string &path, const X509 *certificate)
{
    const ASN1_TIME *const begin = X509_get0_notBefore(certificate);
    const ASN1_TIME *const end = X509_get0_notAfter(certificate);
    if (X509_cmp_current_time(end) < 0)
        logWarning(lcTransport, "the TLS certificate has expired", {{"file", path}, {"notAfter", dateText(end)}});
    else if (X509_cmp_current_time(begin) > 0)
        logWarning(lcTransport, "the TLS certificate is not valid yet",
                   {{"file", path}, {"notBefore", dateText(begin)}});
}

} // namespace

std::variant<TlsIdentity, std::string> loadTlsIdentity(const std::string &certificateFile, const std::string &keyFile)
{
    ERR_clear_error();
    auto chain = loadChain(certificateFile);
    if (const auto *const problem = std::get_if<std::string>(&chain))
        return *problem;
    auto key = loadKey(keyFile);
    if (const auto *const problem = std::get_if<std::string>(&key))
        return *problem;
    TlsIdentity identity{std::move(std::get<0>(chain)), std::move(std::get<KeyPointer>(key))};
    if (X509_check_private_key(identity.chain.front().get(), identity.key.get()) != 1) {
        ERR_clear_error();
        return problemWith(keyFile,
                           QCoreApplication::translate("relais-server", "is not the key of the certificate in %1")
                               .arg(shownPath(certificateFile)));
    }
    warnOfDates(certificateFile, identity.chain.front().get());
    return identity;
}

const char *takeOpenSslReason()
{
    const char *const reason = ERR_reason_error_string(ERR_peek_error());
    ERR_clear_error();
    return reason ? reason : "unknown reason";
}

} // namespace relais::server
