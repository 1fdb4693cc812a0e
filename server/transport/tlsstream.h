// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "server/crypto/openssl.h"
#include "server/transport/peeraddress.h"
#include "server/transport/tlscontext.h"
#include "server/transport/transfer.h"
#include "server/transport/transportcounters.h"

namespace relais::server {

/// What the TLS streams of one I/O thread share: bytes on their way between the kernel and OpenSSL, of which a stream
/// keeps only what cannot go on. Outlives them.
struct TlsScratch {
    const TlsContext &context;
    TransportCounters &counters;

    std::array<char, 40 * 1024> received{}; ///< ciphertext
    std::string_view input; ///< the part of it that OpenSSL has not read
    std::string output; ///< ciphertext to be sent
    int handshakeMessages = 0; ///< from the client, within one read
};

/// The server's side of TLS on an accepted socket.
///
///   Undecided -- a handshake record --> Handshaking -- done --> Established
///       | anything else                      |                       |
///       v                                    +------- Failed <-------+
///   Plaintext
///
/// OpenSSL is given whole records only, out of the thread's buffer, and what it writes leaves with one send(). So a
/// stream that is idle, and one whose client trickles a record, hold no more than what came; nothing that was
/// decrypted is ever left behind in OpenSSL, where epoll does not see it; and of a client that does not read, no more
/// than `encryptedAtOnce` is kept.
class TlsStream {
public:
    /// What is given to OpenSSL at once, which bounds what is kept when the kernel takes nothing of it.
    static constexpr std::size_t encryptedAtOnce = 32 * 1024;
    /// All that one read decrypts fits into this.
    static constexpr std::size_t leastReadBytes = sizeof(TlsScratch::received);

    TlsStream(TlsScratch &scratch, int descriptor, const PeerAddress &peer);
    /// Says that nothing more comes, where that is still to be said.
    ~TlsStream();
    TlsStream(const TlsStream &) = delete;
    TlsStream &operator=(const TlsStream &) = delete;

    /// As Socket's. In Plaintext state the bytes are those that came, and the stream has no more to do.
    Transfer read(std::span<char> buffer);
    Transfer write(std::string_view bytes);
    Transfer flush();
    bool hasUnsent() const { return !m_unsent.empty(); }
    /// Sends close_notify, once.
    void shutDown();

    bool isPlaintext() const { return m_state == State::Plaintext; }
    bool isHandshaking() const { return m_state == State::Undecided || m_state == State::Handshaking; }
    bool isEstablished() const { return m_state == State::Established; }
    std::size_t heldBytes() const { return m_record.size(); }

private:
    enum class State : std::uint8_t { Undecided, Plaintext, Handshaking, Established, Failed };

    Transfer receive(std::span<char> buffer);
    std::size_t decrypt(std::span<char> buffer);
    bool open();
    void handshake();
    Transfer::Status sendOutput();
    void endInput();
    void fail(std::string_view reason);

    TlsScratch &m_scratch;
    SslPointer m_ssl; ///< from the first whole record on
    std::string m_record; ///< the beginning of one
    std::string m_unsent;
    const PeerAddress m_peer;
    const int m_descriptor;
    State m_state = State::Undecided;
    bool m_inputEnded = false;
    bool m_outputEnded = false;
};

} // namespace relais::server
