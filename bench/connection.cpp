// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/connection.h"

#include <cstring>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace relais::bench {

namespace {

int pendingError(int socket)
{
    int error = 0;
    socklen_t size = sizeof error;
    checked(::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size), "getsockopt");
    return error;
}

} // namespace

Connection::~Connection()
{
    abort();
}

void Connection::connectTo(LoopbackConnector &connector, const Endpoint &endpoint)
{
    m_socket = connector.connect(endpoint);
    m_isSecure = endpoint.isSecure;
    m_isConnecting = true;
    m_input = EPOLLIN;
    m_loop.watch(m_socket.number(), EPOLLOUT, *this);
}

void Connection::adopt(Descriptor socket)
{
    m_socket = std::move(socket);
    m_input = EPOLLIN;
    m_loop.watch(m_socket.number(), m_input, *this);
}

void Connection::send(std::string_view bytes)
{
    if (!isOpen())
        return;
    if (m_isConnecting || hasPendingOutput()) {
        m_pending += bytes;
        return;
    }
    bytes.remove_prefix(write(bytes));
    if (bytes.empty())
        return;
    m_pending = bytes;
    m_loop.change(m_socket.number(), m_input | EPOLLOUT, *this);
}

/// How much of it the kernel took. All of it when the connection broke: the reset is reported as the next event.
std::size_t Connection::write(std::string_view bytes)
{
    if (!m_tls) {
        const ssize_t sent = ::send(m_socket.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0)
            return errno == EAGAIN ? 0 : bytes.size();
        return static_cast<std::size_t>(sent);
    }
    std::size_t written = 0;
    while (written < bytes.size()) {
        const TlsSession::Outcome outcome = m_tls->write(bytes.substr(written));
        if (outcome.status == TlsSession::Status::Ended)
            return bytes.size();
        if (outcome.status == TlsSession::Status::WouldBlock)
            break;
        written += outcome.bytes;
    }
    return written;
}

void Connection::stopReading()
{
    m_input = 0;
    if (isOpen())
        m_loop.change(m_socket.number(), hasPendingOutput() ? std::uint32_t{EPOLLOUT} : 0U, *this);
}

void Connection::abort()
{
    if (!isOpen())
        return;
    m_loop.unwatch(m_socket.number());
    const linger reset{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(m_socket.number(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    m_tls.reset();
    m_socket.reset();
    m_pending.clear();
    m_isConnecting = false;
}

void Connection::onEvents(std::uint32_t events)
{
    if (!isOpen())
        return; // closed earlier in this turn
    if (m_isConnecting)
        onConnecting();
    else if ((events & EPOLLOUT) != 0)
        flush();
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && isOpen() && !m_isConnecting)
        receive();
}

void Connection::onConnecting()
{
    if (const int error = pendingError(m_socket.number()); error != 0) {
        fail(std::strerror(error));
        return;
    }
    if (m_isSecure && !shakeHands())
        return;
    m_isConnecting = false;
    m_loop.change(m_socket.number(), m_input, *this);
    onConnected();
    if (isOpen())
        flush();
}

bool Connection::shakeHands()
{
    if (!m_tls) {
        m_tls = std::make_unique<TlsSession>(m_socket.number());
        m_loop.change(m_socket.number(), EPOLLIN, *this); // a hello always fits into the kernel's buffer
    }
    const TlsSession::Status status = m_tls->shakeHands();
    if (status == TlsSession::Status::Ended)
        fail("the TLS handshake failed");
    return status == TlsSession::Status::Done;
}

void Connection::receiveDecrypted()
{
    const std::span<char> buffer = m_loop.readBuffer();
    // What is decrypted and not read is nothing that epoll would tell of.
    while (isOpen()) {
        const TlsSession::Outcome outcome = m_tls->read(buffer);
        if (outcome.status == TlsSession::Status::WouldBlock)
            return;
        if (outcome.status == TlsSession::Status::Ended)
            fail("closed by the peer");
        else
            onBytes(buffer.first(outcome.bytes));
    }
}

void Connection::receive()
{
    if (m_tls) {
        receiveDecrypted();
        return;
    }
    const std::span<char> buffer = m_loop.readBuffer();
    const ssize_t count = ::recv(m_socket.number(), buffer.data(), buffer.size(), 0);
    if (count > 0)
        onBytes(buffer.first(static_cast<std::size_t>(count)));
    else if (count == 0)
        fail("closed by the peer");
    else if (errno != EAGAIN)
        fail(std::strerror(errno));
}

void Connection::flush()
{
    if (m_pending.empty())
        return;
    const std::string pending = std::exchange(m_pending, {});
    send(pending);
    if (isOpen() && m_pending.empty())
        m_loop.change(m_socket.number(), m_input, *this);
}

void Connection::fail(std::string_view reason)
{
    const std::string copy(reason); // strerror's buffer does not outlive the next call
    abort();
    onDisconnected(copy);
}

} // namespace relais::bench
