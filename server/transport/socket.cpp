// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/socket.h"

#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace relais::server {

Socket::Socket(FileDescriptor descriptor, PeerAddress peer, ConnectionLimiter::Place place)
    : m_descriptor(std::move(descriptor))
    , m_peer(peer)
    , m_place(std::move(place))
{
    // What is written is whole answers and frames; to wait for more would only delay them.
    const int on = 1;
    setsockopt(m_descriptor.value(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Transfer Socket::read(std::span<char> buffer)
{
    for (;;) {
        const ssize_t count = ::recv(m_descriptor.value(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (count > 0)
            return {static_cast<std::size_t>(count), Transfer::Status::Done};
        if (count == 0)
            return {0, Transfer::Status::Ended};
        if (errno == EINTR)
            continue;
        return {0, errno == EAGAIN ? Transfer::Status::WouldBlock : Transfer::Status::Failed};
    }
}

Transfer Socket::write(std::string_view bytes)
{
    for (;;) {
        const ssize_t count = ::send(m_descriptor.value(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count >= 0) {
            const auto taken = static_cast<std::size_t>(count);
            return {taken, taken == bytes.size() ? Transfer::Status::Done : Transfer::Status::WouldBlock};
        }
        if (errno == EINTR)
            continue;
        return {0, errno == EAGAIN ? Transfer::Status::WouldBlock : Transfer::Status::Failed};
    }
}

void Socket::shutDownWriting()
{
    ::shutdown(m_descriptor.value(), SHUT_WR);
}

} // namespace relais::server
