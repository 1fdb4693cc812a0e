// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/rawconnection.h"

#include <array>
#include <cerrno>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/tlsclient.h"

namespace relais::test {

namespace {

sockaddr_in addressOf(const char *text, quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_pton(AF_INET, text, &address.sin_addr);
    return address;
}

} // namespace

RawConnection::RawConnection(quint16 port, const Options &options)
    : m_patience(options.deadline)
{
    m_descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (options.receiveBuffer > 0)
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVBUF, &options.receiveBuffer, sizeof options.receiveBuffer);
    if (options.sourceAddress) {
        const sockaddr_in source = addressOf(options.sourceAddress, 0);
        ::bind(m_descriptor, reinterpret_cast<const sockaddr *>(&source), sizeof source);
    }
    const sockaddr_in server = addressOf("127.0.0.1", port);
    if (::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&server), sizeof server) != 0) {
        fail(State::Reset);
        return;
    }
    const int noDelay = 1; // pieces are to arrive as pieces
    ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &noDelay, sizeof noDelay);
    m_state = State::Open;
    if (options.isSecure)
        startTls(Deadline(m_patience));
}

void RawConnection::startTls(const Deadline &deadline)
{
    m_tls = std::make_unique<TlsClient>();
    while (m_tls->state() == TlsClient::State::Handshaking && isOpen()) {
        sendEncrypted();
        if (!waitFor(POLLIN, deadline))
            return;
        receiveAvailable();
    }
    sendEncrypted();
}

RawConnection::~RawConnection()
{
    close();
}

RawConnection::RawConnection(RawConnection &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_state(std::exchange(other.m_state, State::Closed))
    , m_patience(other.m_patience)
    , m_buffer(std::move(other.m_buffer))
    , m_tls(std::move(other.m_tls))
    , m_encrypted(std::move(other.m_encrypted))
{
}

RawConnection &RawConnection::operator=(RawConnection &&other) noexcept
{
    if (this != &other) {
        close();
        m_descriptor = std::exchange(other.m_descriptor, -1);
        m_state = std::exchange(other.m_state, State::Closed);
        m_patience = other.m_patience;
        m_buffer = std::move(other.m_buffer);
        m_tls = std::move(other.m_tls);
        m_encrypted = std::move(other.m_encrypted);
    }
    return *this;
}

bool RawConnection::send(QByteArrayView bytes)
{
    const Deadline deadline(m_patience);
    while (!bytes.isEmpty() || !m_encrypted.isEmpty()) {
        const qsizetype sent = sendWhatFits(bytes);
        bytes = bytes.sliced(sent);
        if (m_descriptor < 0 || m_state == State::Reset)
            return false;
        if ((!bytes.isEmpty() || !m_encrypted.isEmpty()) && !waitFor(POLLOUT, deadline))
            return false;
    }
    return m_descriptor >= 0;
}

bool RawConnection::sendInPieces(QByteArrayView bytes, qsizetype pieceSize)
{
    while (!bytes.isEmpty()) {
        const qsizetype size = std::min(pieceSize, bytes.size());
        if (!send(bytes.first(size)))
            return false;
        bytes = bytes.sliced(size);
    }
    return true;
}

qsizetype RawConnection::sendWhatFits(QByteArrayView bytes)
{
    if (!m_tls)
        return sendPlain(bytes);
    sendEncrypted();
    if (!m_encrypted.isEmpty())
        return 0;
    m_tls->write(bytes);
    sendEncrypted();
    return bytes.size();
}

void RawConnection::sendEncrypted()
{
    m_encrypted += m_tls->takeOutput();
    if (!m_encrypted.isEmpty())
        m_encrypted.remove(0, sendPlain(m_encrypted));
}

qsizetype RawConnection::sendPlain(QByteArrayView bytes)
{
    if (m_descriptor < 0)
        return 0;
    const ssize_t sent
        = ::send(m_descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0)
        return sent;
    // A peer that closed may have said why before: what it said stays readable, so the descriptor stays open.
    if (errno != EAGAIN && errno != EINTR)
        m_state = State::Reset;
    return 0;
}

bool RawConnection::receive()
{
    if (m_descriptor < 0 || m_state == State::EndOfStream || m_state == State::TimedOut)
        return false;
    const Deadline deadline(m_patience);
    while (waitFor(POLLIN, deadline)) {
        if (receiveAvailable())
            return true;
        if (m_state != State::Open)
            return false;
    }
    return false;
}

bool RawConnection::receiveAvailable()
{
    if (m_descriptor < 0)
        return false;
    std::array<char, 65536> piece;
    const ssize_t count = ::recv(m_descriptor, piece.data(), piece.size(), MSG_DONTWAIT);
    if (count > 0 && m_tls) {
        const qsizetype before = m_buffer.size();
        m_buffer += m_tls->feed({piece.data(), count});
        if (m_tls->state() == TlsClient::State::Ended)
            m_state = State::EndOfStream;
        else if (m_tls->state() == TlsClient::State::Failed)
            fail(State::Reset);
        return m_buffer.size() > before;
    }
    if (count > 0) {
        m_buffer.append(piece.data(), count);
        return true;
    }
    if (count == 0)
        m_state = State::EndOfStream;
    else if (errno != EAGAIN && errno != EINTR)
        fail(State::Reset);
    return false;
}

QByteArray RawConnection::take(qsizetype count)
{
    const QByteArray bytes = m_buffer.first(std::min(count, m_buffer.size()));
    m_buffer.remove(0, bytes.size());
    return bytes;
}

QByteArray RawConnection::readUntil(QByteArrayView mark)
{
    qsizetype searched = 0;
    while (true) {
        const qsizetype found = m_buffer.indexOf(mark, searched);
        if (found >= 0)
            return take(found + mark.size());
        searched = std::max<qsizetype>(0, m_buffer.size() - mark.size() + 1);
        if (!receive())
            return {};
    }
}

QByteArray RawConnection::readExactly(qsizetype count)
{
    while (m_buffer.size() < count) {
        if (!receive())
            return {};
    }
    return take(count);
}

QByteArray RawConnection::readToEnd()
{
    while (receive()) { }
    return std::exchange(m_buffer, {});
}

bool RawConnection::waitForClosed()
{
    while (receive())
        m_buffer.clear();
    return m_state == State::EndOfStream || m_state == State::Reset;
}

void RawConnection::shutdownWriting()
{
    if (m_tls) {
        m_tls->shutDown();
        sendEncrypted();
    }
    if (m_descriptor >= 0)
        ::shutdown(m_descriptor, SHUT_WR);
}

void RawConnection::reset()
{
    if (m_descriptor < 0)
        return;
    const linger abrupt{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &abrupt, sizeof abrupt);
    close();
}

void RawConnection::close()
{
    if (m_descriptor >= 0)
        fail(State::Closed);
}

bool RawConnection::waitFor(short events, const Deadline &deadline)
{
    pollfd watched{m_descriptor, events, 0};
    while (true) {
        const int ready = ::poll(&watched, 1, deadline.remainingMilliseconds());
        if (ready > 0)
            return true;
        if (ready < 0 && errno == EINTR)
            continue;
        m_state = State::TimedOut;
        return false;
    }
}

void RawConnection::fail(State state)
{
    m_state = state;
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

} // namespace relais::test
