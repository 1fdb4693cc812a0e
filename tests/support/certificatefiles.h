// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <vector>

#include <QByteArray>
#include <QTemporaryDir>

namespace relais::test {

/// A key and the certificate that it signed for itself, as PEM.
struct PemPair {
    QByteArray certificate;
    QByteArray key;
};
PemPair makeCertificate(const QByteArray &commonName, std::chrono::seconds validFor = std::chrono::hours(24));
/// The same key, locked with a passphrase.
QByteArray encryptKey(const QByteArray &key);

/// Both as files in a folder of their own, and the settings that name them.
class CertificateFiles {
public:
    explicit CertificateFiles(const QByteArray &commonName = "first");

    void write(const PemPair &pair);
    void writeCertificate(const QByteArray &pem);
    void writeKey(const QByteArray &pem);

    QByteArray certificatePath() const { return pathOf("certificate.pem"); }
    QByteArray keyPath() const { return pathOf("key.pem"); }
    /// For a ServerProcess; they live as long as this.
    std::vector<const char *> settings(std::initializer_list<const char *> others = {}) const;

private:
    QByteArray pathOf(const char *name) const;

    QTemporaryDir m_folder;
    QByteArray m_certificateSetting;
    QByteArray m_keySetting;
};

} // namespace relais::test
