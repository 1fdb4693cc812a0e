// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tlsclient.h"

#include <array>

#include <QByteArrayList>

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace relais::test {

namespace {

template <auto Free> struct Deleter {
    template <typename T> void operator()(T *object) const { Free(object); }
};

QByteArray wireFormOf(const QByteArray &protocols)
{
    QByteArray wire;
    const QByteArrayList names = protocols.split(',');
    for (const QByteArray &name : names)
        wire += static_cast<char>(name.size()) + name;
    return wire;
}

} // namespace

struct TlsClient::Handles {
    std::unique_ptr<SSL_CTX, Deleter<SSL_CTX_free>> context;
    std::unique_ptr<SSL, Deleter<SSL_free>> ssl;
    BIO *input = nullptr; ///< both are the SSL's
    BIO *output = nullptr;
};

TlsClient::TlsClient(const Options &options)
    : m_handles(std::make_unique<Handles>())
{
    m_handles->context.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX *const context = m_handles->context.get();
    SSL_CTX_set_security_level(context, 0); // it may be as careless as an attacker
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context, options.maximumVersion);
    SSL_CTX_set_cipher_list(context, "ALL:@SECLEVEL=0");
    SSL_CTX_set_verify(context, options.verifies ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, onSession);
    m_handles->ssl.reset(SSL_new(context));
    SSL *const ssl = m_handles->ssl.get();
    m_handles->input = BIO_new(BIO_s_mem());
    m_handles->output = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl, m_handles->input, m_handles->output);
    SSL_set_app_data(ssl, this);
    SSL_set_connect_state(ssl);
    if (!options.protocols.isEmpty()) {
        const QByteArray wire = wireFormOf(options.protocols);
        SSL_set_alpn_protos(ssl, reinterpret_cast<const unsigned char *>(wire.constData()),
                            static_cast<unsigned int>(wire.size()));
    }
    if (options.session)
        SSL_set_session(ssl, options.session.get());
    advance();
}

TlsClient::~TlsClient() = default;

int TlsClient::onSession(SSL *ssl, SSL_SESSION *session)
{
    auto *const client = static_cast<TlsClient *>(SSL_get_app_data(ssl));
    client->m_session.reset(session, SSL_SESSION_free);
    return 1; // it is ours now
}

QByteArray TlsClient::takeOutput()
{
    QByteArray bytes(static_cast<qsizetype>(BIO_ctrl_pending(m_handles->output)), Qt::Uninitialized);
    if (!bytes.isEmpty())
        BIO_read(m_handles->output, bytes.data(), static_cast<int>(bytes.size()));
    return bytes;
}

QByteArray TlsClient::feed(QByteArrayView bytes)
{
    BIO_write(m_handles->input, bytes.data(), static_cast<int>(bytes.size()));
    advance();
    return std::exchange(m_decrypted, {});
}

void TlsClient::advance()
{
    ERR_clear_error();
    SSL *const ssl = m_handles->ssl.get();
    if (m_state == State::Handshaking) {
        const int outcome = SSL_do_handshake(ssl);
        if (outcome == 1)
            m_state = State::Established;
        else if (SSL_get_error(ssl, outcome) != SSL_ERROR_WANT_READ)
            fail();
    }
    while (m_state == State::Established) {
        std::array<char, 16 * 1024> piece;
        const int count = SSL_read(ssl, piece.data(), static_cast<int>(piece.size()));
        if (count > 0) {
            m_decrypted.append(piece.data(), count);
            continue;
        }
        const int error = SSL_get_error(ssl, count);
        if (error == SSL_ERROR_ZERO_RETURN)
            m_state = State::Ended;
        else if (error != SSL_ERROR_WANT_READ)
            fail();
        break;
    }
}

void TlsClient::fail()
{
    const char *const reason = ERR_reason_error_string(ERR_peek_error());
    m_problem = reason ? reason : "no reason";
    m_state = State::Failed;
    ERR_clear_error();
}

void TlsClient::write(QByteArrayView bytes)
{
    if (!bytes.isEmpty() && SSL_write(m_handles->ssl.get(), bytes.data(), static_cast<int>(bytes.size())) <= 0)
        fail();
}

void TlsClient::shutDown()
{
    SSL_shutdown(m_handles->ssl.get());
}

bool TlsClient::updateKeys()
{
    return SSL_key_update(m_handles->ssl.get(), SSL_KEY_UPDATE_REQUESTED) == 1
        && SSL_do_handshake(m_handles->ssl.get()) == 1;
}

bool TlsClient::renegotiate()
{
    SSL *const ssl = m_handles->ssl.get();
    return SSL_renegotiate(ssl) == 1 && SSL_get_error(ssl, SSL_do_handshake(ssl)) == SSL_ERROR_WANT_READ;
}

QByteArray TlsClient::version() const
{
    return SSL_get_version(m_handles->ssl.get());
}

QByteArray TlsClient::protocol() const
{
    const unsigned char *name = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(m_handles->ssl.get(), &name, &size);
    return QByteArray(reinterpret_cast<const char *>(name), size);
}

QByteArray TlsClient::serverName() const
{
    const X509 *const certificate = SSL_get0_peer_certificate(m_handles->ssl.get());
    std::array<char, 256> name{};
    if (certificate)
        X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(), name.size());
    return name.data();
}

bool TlsClient::isResumed() const
{
    return SSL_session_reused(m_handles->ssl.get()) == 1;
}

} // namespace relais::test
