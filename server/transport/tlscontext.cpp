// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/tlscontext.h"

#include <string_view>

#include <QCoreApplication>

#include <openssl/err.h>

#include "server/log/printabletext.h"
#include "server/transport/tlsfiles.h"

namespace relais::server {

namespace {

// Mozilla's "intermediate" recommendation, without its finite-field Diffie-Hellman. All of them are good, so the
// client chooses: it knows what its processor is fast at.
constexpr auto ciphersOfTls12 = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                                "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                                "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr auto ciphersOfTls13 = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr auto groups = "X25519:P-256:P-384";

/// HTTP/1.1 or nothing: who insists on something else is told so in the handshake (RFC 7301 section 3.2).
int selectProtocol(SSL *, const unsigned char **chosen, unsigned char *chosenSize, const unsigned char *offered,
                   unsigned int offeredSize, void *)
{
    static constexpr std::string_view ours = "\x08http/1.1";
    unsigned char *selected = nullptr;
    const int outcome
        = SSL_select_next_proto(&selected, chosenSize, reinterpret_cast<const unsigned char *>(ours.data()),
                                static_cast<unsigned int>(ours.size()), offered, offeredSize);
    *chosen = selected;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/// The key of our session tickets lives as long as the certificate does. In TLS 1.2 who learns it reads everything
/// that was sent in sessions with a ticket, so there they are not given; TLS 1.3 agrees on fresh keys all the same.
int restrictTickets(SSL *ssl, int *, void *)
{
    if (SSL_version(ssl) < TLS1_3_VERSION)
        SSL_set_options(ssl, SSL_OP_NO_TICKET);
    return SSL_TLSEXT_ERR_OK;
}

bool configure(SSL_CTX *context, const TlsSettings &settings)
{
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    // Most connections are idle WebSockets, and OpenSSL's buffers are larger than all the rest of one.
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    // Sessions are resumed by tickets, which the client keeps, and not from a cache that would be ours to bound.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context, 1);
    SSL_CTX_set_tlsext_servername_callback(context, restrictTickets);
    SSL_CTX_set_alpn_select_cb(context, selectProtocol, nullptr);
    const bool isTls13 = settings.minimumVersion == TlsSettings::Version::Tls13;
    return SSL_CTX_set_min_proto_version(context, isTls13 ? TLS1_3_VERSION : TLS1_2_VERSION) == 1
        && SSL_CTX_set_cipher_list(context, ciphersOfTls12) == 1
        && SSL_CTX_set_ciphersuites(context, ciphersOfTls13) == 1 && SSL_CTX_set1_groups_list(context, groups) == 1;
}

bool setIdentity(SSL_CTX *context, const TlsIdentity &identity)
{
    if (SSL_CTX_use_certificate(context, identity.chain.front().get()) != 1
        || SSL_CTX_use_PrivateKey(context, identity.key.get()) != 1) {
        return false;
    }
    for (std::size_t i = 1; i < identity.chain.size(); ++i) {
        if (SSL_CTX_add1_chain_cert(context, identity.chain[i].get()) != 1)
            return false;
    }
    return true;
}

std::string securityFieldOf(const TlsSettings &settings)
{
    if (settings.strictTransportSecurity.count() == 0)
        return {};
    return "Strict-Transport-Security: max-age=" + std::to_string(settings.strictTransportSecurity.count()) + "\r\n";
}

} // namespace

TlsContext::TlsContext(TlsSettings settings)
    : m_settings(std::move(settings))
    , m_securityField(securityFieldOf(m_settings))
{
}

std::optional<std::string> TlsContext::reload()
{
    const auto loaded = loadTlsIdentity(m_settings.certificateFile, m_settings.keyFile);
    if (const auto *const problem = std::get_if<std::string>(&loaded))
        return *problem;
    SslContextPointer context(SSL_CTX_new(TLS_server_method()));
    if (!context || !configure(context.get(), m_settings)) {
        return QCoreApplication::translate("relais-server", "TLS: OpenSSL cannot be set up: %1")
            .arg(QLatin1String(takeOpenSslReason()))
            .toStdString();
    }
    if (!setIdentity(context.get(), std::get<TlsIdentity>(loaded))) {
        return QCoreApplication::translate("relais-server", "TLS: %1: OpenSSL refuses the certificate: %2")
            .arg(QString::fromStdString(printableText(m_settings.certificateFile)),
                 QLatin1String(takeOpenSslReason()))
            .toStdString();
    }
    const std::lock_guard lock(m_lock);
    m_context.swap(context);
    return std::nullopt;
}

SslPointer TlsContext::newConnection() const
{
    SslPointer ssl;
    {
        const std::lock_guard lock(m_lock);
        if (m_context)
            ssl.reset(SSL_new(m_context.get()));
    }
    if (ssl)
        SSL_set_accept_state(ssl.get());
    return ssl;
}

} // namespace relais::server
