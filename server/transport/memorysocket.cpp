// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/memorysocket.h"

#include <algorithm>
#include <cstring>

namespace relais::server {

MemorySocket::MemorySocket(QObject *parent)
    : QTcpSocket(parent)
{
    setSocketState(QAbstractSocket::ConnectedState);
    setOpenMode(QIODevice::ReadWrite);
}

MemorySocket::~MemorySocket()
{
    // ~QAbstractSocket would otherwise abort a connection that it never had.
    setSocketState(QAbstractSocket::UnconnectedState);
    setOpenMode(QIODevice::NotOpen);
}

void MemorySocket::setPeer(const PeerAddress &peer)
{
    QHostAddress address(peer.address.s6_addr);
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    setPeerAddress(isIpv4 ? QHostAddress(ipv4) : address);
    setPeerPort(peer.port);
}

void MemorySocket::feed(QByteArray bytes)
{
    m_input = std::move(bytes);
    m_inputBegin = 0;
    Q_EMIT readyRead();
}

qint64 MemorySocket::bytesAvailable() const
{
    return QIODevice::bytesAvailable() + m_input.size() - m_inputBegin;
}

void MemorySocket::close()
{
    if (state() == QAbstractSocket::UnconnectedState)
        return;
    setSocketState(QAbstractSocket::UnconnectedState);
    QIODevice::close();
    Q_EMIT disconnected();
}

qint64 MemorySocket::readData(char *data, qint64 maximum)
{
    const qsizetype size = std::min<qsizetype>(maximum, m_input.size() - m_inputBegin);
    if (size == 0)
        return 0; // nothing for now, and nowhere to copy from
    std::memcpy(data, m_input.constData() + m_inputBegin, static_cast<std::size_t>(size));
    m_inputBegin += size;
    if (m_inputBegin == m_input.size()) {
        m_input.clear();
        m_inputBegin = 0;
    }
    return size;
}

qint64 MemorySocket::skipData(qint64 maximum)
{
    const qsizetype size = std::min<qsizetype>(maximum, m_input.size() - m_inputBegin);
    m_inputBegin += size;
    return size;
}

qint64 MemorySocket::writeData(const char *data, qint64 size)
{
    m_output.append(data, size);
    return size;
}

} // namespace relais::server
