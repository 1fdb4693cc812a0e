// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/tlssession.h"

#include "bench/runfailed.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace relais::bench {

namespace {

template <auto Free> struct Deleter {
    template <typename T> void operator()(T *object) const { Free(object); }
};

SSL_CTX *clientContext()
{
    static const std::unique_ptr<SSL_CTX, Deleter<SSL_CTX_free>> context = [] {
        std::unique_ptr<SSL_CTX, Deleter<SSL_CTX_free>> made(SSL_CTX_new(TLS_client_method()));
        SSL_CTX_set_verify(made.get(), SSL_VERIFY_NONE, nullptr);
        SSL_CTX_set_mode(made.get(),
                         SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE
                             | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
        // What browsers prefer where the processor has instructions for it.
        SSL_CTX_set_ciphersuites(made.get(), "TLS_AES_128_GCM_SHA256");
        SSL_CTX_set_read_ahead(made.get(), 1);
        return made;
    }();
    return context.get();
}

} // namespace

TlsSession::TlsSession(int socket)
    : m_ssl(SSL_new(clientContext()), SSL_free)
{
    if (!m_ssl || SSL_set_fd(m_ssl.get(), socket) != 1)
        throw RunFailed("OpenSSL makes no client");
    SSL_set_connect_state(m_ssl.get());
}

TlsSession::~TlsSession() = default;

TlsSession::Status TlsSession::statusOf(int outcome) const
{
    if (outcome == 1)
        return Status::Done;
    const int error = SSL_get_error(m_ssl.get(), outcome);
    ERR_clear_error();
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? Status::WouldBlock : Status::Ended;
}

TlsSession::Status TlsSession::shakeHands()
{
    return statusOf(SSL_do_handshake(m_ssl.get()));
}

TlsSession::Outcome TlsSession::read(std::span<char> buffer)
{
    Outcome outcome;
    outcome.status = statusOf(SSL_read_ex(m_ssl.get(), buffer.data(), buffer.size(), &outcome.bytes));
    return outcome;
}

TlsSession::Outcome TlsSession::write(std::string_view bytes)
{
    Outcome outcome;
    outcome.status = statusOf(SSL_write_ex(m_ssl.get(), bytes.data(), bytes.size(), &outcome.bytes));
    return outcome;
}

} // namespace relais::bench
