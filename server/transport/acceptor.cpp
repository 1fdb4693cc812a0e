// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/acceptor.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace relais::server {

using namespace std::chrono_literals;

namespace {

constexpr auto restWithoutDescriptors = 100ms;
// In one go, before those that are connected get their turn.
constexpr int acceptedAtOnce = 64;

FileDescriptor acceptOne(int listening)
{
    return FileDescriptor(accept4(listening, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

} // namespace

Acceptor::Acceptor(Reactor &reactor, FileDescriptor listening, Accepted accepted)
    : m_reactor(reactor)
    , m_listening(std::move(listening))
    , m_accepted(std::move(accepted))
{
    openSpare();
}

void Acceptor::onReady(std::uint32_t)
{
    for (int i = 0; i < acceptedAtOnce; ++i) {
        FileDescriptor connection = acceptOne(m_listening.value());
        if (connection.isOpen()) {
            m_accepted(std::move(connection));
            continue;
        }
        if (errno == EAGAIN)
            return;
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            shedAndRest();
            return;
        }
        // All else is that connection's own: it broke before it was accepted.
    }
}

void Acceptor::onDeadline(MonotonicTime)
{
    openSpare();
    m_reactor.setInterest(m_id, m_listening.value(), EPOLLIN);
}

void Acceptor::shedAndRest()
{
    m_spare.close();
    for (int i = 0; i < acceptedAtOnce; ++i) {
        if (!acceptOne(m_listening.value()).isOpen())
            break;
    }
    openSpare();
    m_reactor.setInterest(m_id, m_listening.value(), 0);
    m_reactor.setDeadline(m_id, m_reactor.now() + restWithoutDescriptors);
}

void Acceptor::openSpare()
{
    if (!m_spare.isOpen())
        m_spare = FileDescriptor(open("/dev/null", O_RDONLY | O_CLOEXEC));
}

} // namespace relais::server
