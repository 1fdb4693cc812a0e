// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QByteArray>

struct ssl_st;
struct ssl_session_st;

namespace relais::test {

/// A client's side of TLS as bytes in and bytes out: how they travel, in which pieces, and whether at all, is up to
/// the test. It takes any certificate unless told otherwise.
class TlsClient {
public:
    struct Options {
        int maximumVersion = 0; ///< as OpenSSL numbers them; 0: the newest
        QByteArray protocols = "http/1.1"; ///< to be offered, separated by commas
        bool verifies = false; ///< and so refuses a certificate of nobody it knows
        std::shared_ptr<ssl_session_st> session; ///< to be resumed
    };
    enum class State {
        Handshaking,
        Established,
        Ended, ///< the server's close_notify came
        Failed, ///< see problem()
    };

    TlsClient()
        : TlsClient(Options())
    {
    }
    explicit TlsClient(const Options &options);
    ~TlsClient();
    Q_DISABLE_COPY_MOVE(TlsClient)

    State state() const { return m_state; }
    /// OpenSSL's word for what went wrong; for an alert from the server something like "tlsv1 alert …".
    const QByteArray &problem() const { return m_problem; }

    /// What is to be sent: the hello at first.
    QByteArray takeOutput();
    /// Takes what was received; returns what it decrypts to.
    QByteArray feed(QByteArrayView bytes);
    /// Encrypts; the bytes are in takeOutput() too.
    void write(QByteArrayView bytes);
    void shutDown(); ///< writes close_notify
    bool updateKeys(); ///< of TLS 1.3, with the request that the server does so too
    bool renegotiate(); ///< of TLS 1.2: writes a new hello

    QByteArray version() const; ///< "TLSv1.3"
    QByteArray protocol() const; ///< that was agreed on
    QByteArray serverName() const; ///< the common name in the server's certificate
    bool isResumed() const;
    /// The ticket that the server gave; null when it gave none.
    std::shared_ptr<ssl_session_st> session() const { return m_session; }

private:
    static int onSession(ssl_st *ssl, ssl_session_st *session);
    void advance();
    void fail();

    struct Handles;
    std::unique_ptr<Handles> m_handles;
    std::shared_ptr<ssl_session_st> m_session;
    QByteArray m_decrypted;
    QByteArray m_problem;
    State m_state = State::Handshaking;
};

} // namespace relais::test
