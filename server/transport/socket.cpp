// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace relais::server {

Socket::Socket(FileDescriptor descriptor, PeerAddress peer, ConnectionLimiter::Place place, TlsScratch *tls)
    : m_descriptor(std::move(descriptor))
    , m_peer(peer)
    , m_place(std::move(place))
    , m_tls(tls ? std::make_unique<TlsStream>(*tls, m_descriptor.value(), peer) : nullptr)
{
    // What is written is whole answers and frames; to wait for more would only delay them.
    const int on = 1;
    setsockopt(m_descriptor.value(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Transfer Socket::read(std::span<char> buffer)
{
    if (!m_tls)
        return receiveFrom(m_descriptor.value(), buffer);
    const Transfer got = m_tls->read(buffer);
    if (m_tls->isPlaintext())
        m_tls.reset();
    return got;
}

Transfer Socket::write(std::string_view bytes)
{
    return m_tls ? m_tls->write(bytes) : sendTo(m_descriptor.value(), bytes);
}

Transfer Socket::flush()
{
    return m_tls ? m_tls->flush() : Transfer{};
}

void Socket::shutDownWriting()
{
    if (m_tls)
        m_tls->shutDown();
    ::shutdown(m_descriptor.value(), SHUT_WR);
}

} // namespace relais::server
