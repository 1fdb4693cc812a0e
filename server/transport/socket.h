// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "common/core/filedescriptor.h"
#include "server/transport/connectionlimiter.h"
#include "server/transport/peeraddress.h"
#include "server/transport/tlsstream.h"
#include "server/transport/transfer.h"

namespace relais::server {

/// An accepted TCP socket with the place it holds among the limits, and TLS where that is spoken. No call waits,
/// whatever the descriptor's flags are.
class Socket {
public:
    /// `tls` is what TLS needs in this thread; null: none is spoken.
    Socket(FileDescriptor descriptor, PeerAddress peer, ConnectionLimiter::Place place, TlsScratch *tls = nullptr);

    int descriptor() const { return m_descriptor.value(); }
    const PeerAddress &peer() const { return m_peer; }

    /// At least TlsStream::leastReadBytes. WouldBlock also while what came is not a whole record yet, or a handshake.
    Transfer read(std::span<char> buffer);
    /// Bytes count as taken when they are with the kernel, or encrypted for it: see hasUnsent().
    Transfer write(std::string_view bytes);
    /// Is there ciphertext that the kernel did not take? Nothing can be written until flush() has sent it.
    bool hasUnsent() const { return m_tls && m_tls->hasUnsent(); }
    Transfer flush();
    /// No more will be written: the other side reads to the end and then sees it.
    void shutDownWriting();

    /// Does it begin with a TLS handshake that is not done, or may it?
    bool isHandshaking() const { return m_tls && m_tls->isHandshaking(); }
    bool isSecure() const { return m_tls && m_tls->isEstablished(); }
    /// Of a record that is not whole.
    std::size_t heldBytes() const { return m_tls ? m_tls->heldBytes() : 0; }

private:
    FileDescriptor m_descriptor;
    PeerAddress m_peer;
    ConnectionLimiter::Place m_place;
    std::unique_ptr<TlsStream> m_tls; ///< behind m_descriptor: it says goodbye before that is closed
};

} // namespace relais::server
