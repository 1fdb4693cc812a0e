// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QByteArray>

#include "tests/support/deadline.h"

namespace relais::test {

class TlsClient;

/// A TCP connection to loopback on which the bytes are exactly those that the test names: a plain blocking
/// socket, no library between. Every call waits until its deadline at most and then fails; a connection that
/// failed once fails at once from there on, so a broken test does not wait at every step.
class RawConnection {
public:
    enum class State {
        Open,
        EndOfStream, ///< the peer closed in order (FIN)
        Reset, ///< the peer closed abruptly (RST), or is not there
        TimedOut, ///< the deadline passed
        Closed, ///< by this side
    };

    struct Options {
        const char *sourceAddress = nullptr; ///< any of 127.0.0.0/8: to be somebody else
        int receiveBuffer = 0; ///< bytes of SO_RCVBUF; 0: the system's choice
        std::chrono::milliseconds deadline = patience; ///< of each call
        bool isSecure = false; ///< through TLS, whose handshake is done when the constructor returns
    };

    explicit RawConnection(quint16 port)
        : RawConnection(port, Options())
    {
    }
    RawConnection(quint16 port, const Options &options);
    ~RawConnection();
    RawConnection(RawConnection &&other) noexcept;
    RawConnection &operator=(RawConnection &&other) noexcept;

    State state() const { return m_state; }
    bool isOpen() const { return m_state == State::Open; }
    /// Null when it is not secure.
    const TlsClient *tls() const { return m_tls.get(); }

    /// All of it, or false when the peer is gone or does not read.
    bool send(QByteArrayView bytes);
    /// The same in several segments.
    bool sendInPieces(QByteArrayView bytes, qsizetype pieceSize);
    /// As much as the kernel takes at once, without waiting; how much that was.
    qsizetype sendWhatFits(QByteArrayView bytes);

    /// What came and was not taken yet.
    const QByteArray &buffered() const { return m_buffer; }
    /// Waits for more bytes. False at the end of the stream and at the deadline: state() says which.
    bool receive();
    /// Reads what is there already, without waiting. False when that was nothing.
    bool receiveAvailable();
    /// The next `count` buffered bytes.
    QByteArray take(qsizetype count);
    /// Bytes up to and with `mark`; empty when they do not come.
    QByteArray readUntil(QByteArrayView mark);
    /// Empty when they do not come.
    QByteArray readExactly(qsizetype count);
    /// All there is until the peer closes.
    QByteArray readToEnd();
    /// Reads and drops until the peer closes, in order or not; false when it does not.
    bool waitForClosed();

    void shutdownWriting(); ///< half-close: FIN, behind a close_notify where it is secure
    void reset(); ///< RST
    void close();

private:
    void startTls(const Deadline &deadline);
    qsizetype sendPlain(QByteArrayView bytes);
    void sendEncrypted();
    bool waitFor(short events, const Deadline &deadline);
    void fail(State state);

    int m_descriptor = -1;
    State m_state = State::Closed;
    std::chrono::milliseconds m_patience = patience;
    QByteArray m_buffer;
    std::unique_ptr<TlsClient> m_tls;
    QByteArray m_encrypted; ///< that the kernel did not take
};

} // namespace relais::test
