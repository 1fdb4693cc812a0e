// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/link.h"

#include <array>
#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include "tests/support/deadline.h"

namespace relais::test {

namespace {

constexpr auto connectPatience = std::chrono::seconds(3);

bool waitFor(int descriptor, short events, const Deadline &deadline)
{
    pollfd watched{descriptor, events, 0};
    int ready = 0;
    do {
        ready = ::poll(&watched, 1, deadline.remainingMilliseconds());
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

} // namespace

Link::Link(quint16 port)
    : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int descriptor = m_descriptor.value();
    int error = ::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 ? 0 : errno;
    if (error == EINPROGRESS) {
        socklen_t size = sizeof error;
        if (!waitFor(descriptor, POLLOUT, Deadline(connectPatience)))
            error = ETIMEDOUT;
        else
            ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
    }
    if (error != 0) {
        close();
        return;
    }
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

bool Link::send(QByteArrayView bytes, std::chrono::milliseconds within)
{
    const Deadline deadline(within);
    while (isOpen() && !bytes.isEmpty()) {
        const ssize_t sent = ::send(m_descriptor.value(), bytes.data(), static_cast<std::size_t>(bytes.size()),
                                    MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0)
            bytes = bytes.sliced(sent);
        else if ((errno != EAGAIN && errno != EINTR) || !waitFor(m_descriptor.value(), POLLOUT, deadline))
            close();
    }
    return isOpen();
}

Link::Outcome Link::receive(std::chrono::milliseconds within)
{
    if (!isOpen())
        return Outcome::End;
    if (!waitFor(m_descriptor.value(), POLLIN, Deadline(within)))
        return Outcome::Silence;
    std::array<char, 65536> piece;
    const ssize_t count = ::recv(m_descriptor.value(), piece.data(), piece.size(), MSG_DONTWAIT);
    if (count > 0) {
        m_buffer.append(piece.data(), count);
        return Outcome::Bytes;
    }
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return Outcome::Silence;
    close();
    return Outcome::End;
}

QByteArray Link::take(qsizetype count)
{
    const QByteArray bytes = m_buffer.left(count);
    m_buffer.remove(0, count);
    return bytes;
}

} // namespace relais::test
