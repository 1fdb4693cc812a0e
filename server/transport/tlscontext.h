// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>

#include "server/crypto/openssl.h"

namespace relais::server {

struct TlsSettings {
    enum class Version : std::uint8_t { Tls12, Tls13 };

    std::string certificateFile; ///< PEM, the chain
    std::string keyFile; ///< PEM
    Version minimumVersion = Version::Tls12;
    bool allowsPlaintext = false; ///< on the same port
    std::chrono::milliseconds handshakeTimeout = std::chrono::seconds(10);
    std::chrono::seconds strictTransportSecurity{0}; ///< max-age of that field; 0: none
};

/// How TLS is spoken: the certificate, and what OpenSSL is told of versions and ciphers. Only the certificate
/// changes, by reload(); connections that are there keep what they began with.
///
/// Connections are made from any thread, reload() is called in one.
class TlsContext {
public:
    explicit TlsContext(TlsSettings settings);

    const TlsSettings &settings() const { return m_settings; }
    /// The field that answers over TLS carry, as on the wire; empty when there is none.
    const std::string &securityField() const { return m_securityField; }

    /// Reads the files, for the first time or again. When it cannot, what was read before stays, and it says in one
    /// line why; before it could, there are no connections to be had.
    std::optional<std::string> reload();

    /// A server's side of a connection that is about to begin.
    SslPointer newConnection() const;

private:
    const TlsSettings m_settings;
    const std::string m_securityField;
    mutable std::mutex m_lock; ///< of m_context: not of what it points to, which OpenSSL counts and locks
    SslContextPointer m_context;
};

} // namespace relais::server
