// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <optional>

#include <QByteArray>

#include "tests/support/faultproxy.h"

namespace relais::test {

/// One way of a connection through a FaultProxy: what was read from one end and is not given to the other yet.
class ProxyPipe {
public:
    using Time = std::chrono::steady_clock::time_point;

    void push(QByteArray bytes, Time due);
    /// What may go out now, at most; 0 also when it is not time yet.
    qsizetype sendable(const ProxyFaults &faults, Time now) const;
    QByteArrayView front() const { return m_pieces.front().bytes; }
    void pop(qsizetype count, const ProxyFaults &faults, Time now);
    void drop();

    bool isEmpty() const { return m_pieces.empty(); }
    bool isFull() const { return m_size >= maximumSize; }
    Time due() const; ///< when something may go out; precondition: it is not empty

    bool hasEnded = false; ///< the end that it reads from sends no more
    bool isShut = false; ///< and the other end knows
    std::optional<qint64> untilCut; ///< bytes that still go through

private:
    static constexpr qsizetype maximumSize = 256 * 1024; // what a stalled peer may cost

    struct Piece {
        QByteArray bytes;
        Time due;
    };
    std::deque<Piece> m_pieces;
    qsizetype m_size = 0;
    Time m_next{}; ///< when the throttle lets more through
};

/// A client's connection, and the one to the server that was made for it.
class ProxiedConnection {
public:
    using Time = ProxyPipe::Time;

    ProxiedConnection(FileDescriptor client, FileDescriptor server);

    int client() const { return m_client.value(); }
    int server() const { return m_server.value(); }
    /// What poll() is to tell of, when it is not stalled.
    short clientEvents(const ProxyFaults &faults, Time now) const;
    short serverEvents(const ProxyFaults &faults, Time now) const;
    /// When it has something to do without being told; none: never.
    std::optional<Time> due() const;

    void drawCut(int within, std::mt19937_64 &random);
    void forgetCut();
    void swallow();
    bool isSwallowed() const { return m_isSwallowed; }
    void silence() { m_isSilenced = true; }
    bool isUpgraded() const { return m_isUpgraded; }
    /// Moves what can be moved.
    void move(const ProxyFaults &faults, Time now, FaultProxy::Counts &counts);
    void cut(bool abruptly);
    bool isOver() const { return !m_client.isOpen(); }

private:
    void read(int from, ProxyPipe &pipe, bool isFromClient, const ProxyFaults &faults, Time now,
              FaultProxy::Counts &counts);
    void write(int to, ProxyPipe &pipe, const ProxyFaults &faults, Time now, FaultProxy::Counts &counts);
    QByteArray inspectHead(const QByteArray &bytes, const ProxyFaults &faults, FaultProxy::Counts &counts);

    FileDescriptor m_client;
    FileDescriptor m_server;
    ProxyPipe m_up;
    ProxyPipe m_down;
    bool m_isSwallowed = false;
    bool m_isSilenced = false;
    bool m_isHeadRead = false;
    bool m_isUpgraded = false;
    bool m_isCutAbruptly = false;
    qsizetype m_forwarded = 0; ///< of the head
    QByteArray m_head; ///< of the first request, until it is whole
};

} // namespace relais::test
