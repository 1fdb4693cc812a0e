// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/proxiedconnection.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <poll.h>
#include <sys/socket.h>

namespace relais::test {

namespace {

constexpr qsizetype maximumHead = 16 * 1024;
constexpr int throttleStepsPerSecond = 50;

/// A request as it is without the wish for an upgrade.
QByteArray withoutUpgrade(const QByteArray &head)
{
    QByteArray result;
    for (qsizetype begin = 0; begin < head.size();) {
        const qsizetype end = head.indexOf("\r\n", begin) + 2;
        const QByteArray line = head.mid(begin, end - begin);
        const QByteArray name = line.left(std::max<qsizetype>(line.indexOf(':'), 0)).toLower();
        if (name != "upgrade" && name != "connection" && !name.startsWith("sec-websocket-"))
            result += line;
        begin = end;
    }
    return result;
}

} // namespace

void ProxyPipe::push(QByteArray bytes, Time due)
{
    if (bytes.isEmpty())
        return;
    m_size += bytes.size();
    m_pieces.push_back({std::move(bytes), due});
}

qsizetype ProxyPipe::sendable(const ProxyFaults &faults, Time now) const
{
    if (m_pieces.empty() || due() > now)
        return 0;
    qsizetype count = m_pieces.front().bytes.size();
    if (faults.bytesPerSecond > 0)
        count = std::min<qsizetype>(count, std::max(1, faults.bytesPerSecond / throttleStepsPerSecond));
    return untilCut ? std::min<qsizetype>(count, *untilCut) : count;
}

void ProxyPipe::pop(qsizetype count, const ProxyFaults &faults, Time now)
{
    m_size -= count;
    m_pieces.front().bytes.remove(0, count);
    if (m_pieces.front().bytes.isEmpty())
        m_pieces.pop_front();
    if (untilCut)
        *untilCut -= count;
    if (faults.bytesPerSecond > 0)
        m_next = now + std::chrono::microseconds(std::int64_t{1'000'000} * count / faults.bytesPerSecond);
}

void ProxyPipe::drop()
{
    m_pieces.clear();
    m_size = 0;
}

ProxyPipe::Time ProxyPipe::due() const
{
    return std::max(m_pieces.front().due, m_next);
}

ProxiedConnection::ProxiedConnection(FileDescriptor client, FileDescriptor server)
    : m_client(std::move(client))
    , m_server(std::move(server))
{
}

short ProxiedConnection::clientEvents(const ProxyFaults &faults, Time now) const
{
    return static_cast<short>((m_up.hasEnded || m_up.isFull() ? 0 : POLLIN)
                              | (m_down.sendable(faults, now) > 0 ? POLLOUT : 0));
}

short ProxiedConnection::serverEvents(const ProxyFaults &faults, Time now) const
{
    return static_cast<short>((m_down.hasEnded || m_down.isFull() ? 0 : POLLIN)
                              | (m_up.sendable(faults, now) > 0 ? POLLOUT : 0));
}

std::optional<ProxiedConnection::Time> ProxiedConnection::due() const
{
    std::optional<Time> result;
    for (const ProxyPipe *pipe : {&m_up, &m_down}) {
        if (!pipe->isEmpty())
            result = result ? std::min(*result, pipe->due()) : pipe->due();
    }
    return result;
}

void ProxiedConnection::drawCut(int within, std::mt19937_64 &random)
{
    ProxyPipe &pipe = random() % 2 == 0 ? m_up : m_down;
    pipe.untilCut = static_cast<qint64>(random() % static_cast<quint64>(within));
    m_isCutAbruptly = random() % 2 == 0;
}

void ProxiedConnection::forgetCut()
{
    m_up.untilCut.reset();
    m_down.untilCut.reset();
}

void ProxiedConnection::swallow()
{
    m_isSwallowed = true;
    m_up.drop();
    m_down.drop();
}

void ProxiedConnection::move(const ProxyFaults &faults, Time now, FaultProxy::Counts &counts)
{
    read(client(), m_up, true, faults, now, counts);
    if (!isOver())
        read(server(), m_down, false, faults, now, counts);
    if (!isOver())
        write(server(), m_up, faults, now, counts);
    if (!isOver())
        write(client(), m_down, faults, now, counts);
    if (!isOver() && m_up.isShut && m_down.isShut)
        cut(false);
}

void ProxiedConnection::cut(bool abruptly)
{
    if (abruptly) {
        const linger reset{1, 0};
        ::setsockopt(client(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        ::setsockopt(server(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    }
    m_client.close();
    m_server.close();
}

void ProxiedConnection::read(int from, ProxyPipe &pipe, bool isFromClient, const ProxyFaults &faults, Time now,
                             FaultProxy::Counts &counts)
{
    if (pipe.hasEnded || pipe.isFull())
        return;
    std::array<char, 32768> piece;
    const ssize_t count = ::recv(from, piece.data(), piece.size(), MSG_DONTWAIT);
    if (count < 0) {
        if (errno != EAGAIN && errno != EINTR)
            cut(true);
        return;
    }
    if (count == 0) {
        pipe.hasEnded = true;
        if (m_isSwallowed && isFromClient)
            cut(false); // the client has noticed
        else if (m_isSilenced && !isFromClient)
            cut(true);
        return;
    }
    if (m_isSwallowed || (m_isSilenced && !isFromClient))
        return;
    QByteArray bytes(piece.data(), count);
    if (isFromClient && !m_isHeadRead)
        bytes = inspectHead(bytes, faults, counts);
    pipe.push(std::move(bytes), now + faults.delay);
}

void ProxiedConnection::write(int to, ProxyPipe &pipe, const ProxyFaults &faults, Time now,
                              FaultProxy::Counts &counts)
{
    while (true) {
        if (pipe.untilCut == 0) {
            ++counts.cuts;
            cut(m_isCutAbruptly);
            return;
        }
        const qsizetype count = pipe.sendable(faults, now);
        if (count == 0)
            break;
        const ssize_t sent
            = ::send(to, pipe.front().data(), static_cast<std::size_t>(count), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) {
            if (errno != EAGAIN && errno != EINTR)
                cut(true);
            return;
        }
        pipe.pop(sent, faults, now);
    }
    if (pipe.hasEnded && pipe.isEmpty() && !pipe.isShut && !m_isSwallowed) {
        pipe.isShut = true;
        ::shutdown(to, SHUT_WR);
    }
}

/// Reads along until the head of the first request is whole. Returns what the server is to get of what came.
QByteArray ProxiedConnection::inspectHead(const QByteArray &bytes, const ProxyFaults &faults,
                                          FaultProxy::Counts &counts)
{
    m_head += bytes;
    const qsizetype end = m_head.indexOf("\r\n\r\n");
    m_isHeadRead = end >= 0 || m_head.size() >= maximumHead;
    const bool isUpgrade = end >= 0 && m_head.left(end).toLower().contains("\r\nupgrade:");
    if (faults.upgrades == ProxyFaults::Upgrades::Forwarded) {
        m_isUpgraded = isUpgrade;
        m_forwarded = m_head.size();
        return bytes;
    }
    if (!m_isHeadRead)
        return {};
    const QByteArray rest = m_head.mid(m_forwarded);
    if (!isUpgrade)
        return rest;
    ++counts.upgradesDenied;
    if (faults.upgrades == ProxyFaults::Upgrades::Stripped && m_forwarded == 0)
        return withoutUpgrade(rest);
    m_down.push("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", Time());
    m_down.hasEnded = true;
    m_up.hasEnded = true;
    return {};
}

} // namespace relais::test
