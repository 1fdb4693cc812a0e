// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QTcpSocket>

#include "server/transport/peeraddress.h"

namespace relais::server {

/// A QTcpSocket without a network: Qt's HTTP and WebSocket servers read from it one whole, valid request that our
/// reader has checked, and what they answer is collected. They own it and delete it later; hold it in a QPointer.
class MemorySocket final : public QTcpSocket {
    Q_OBJECT

public:
    explicit MemorySocket(QObject *parent = nullptr);
    ~MemorySocket() override;

    void setPeer(const PeerAddress &peer);
    /// Gives bytes to whoever reads; everything happens within the call.
    void feed(QByteArray bytes);
    /// What was written since the last call.
    QByteArray takeOutput() { return std::exchange(m_output, {}); }

    qint64 bytesAvailable() const override;
    qint64 bytesToWrite() const override { return 0; }
    bool isSequential() const override { return true; }
    bool atEnd() const override { return bytesAvailable() == 0; }
    void close() override;
    void disconnectFromHost() override { close(); }

protected:
    qint64 readData(char *data, qint64 maximum) override;
    qint64 skipData(qint64 maximum) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    QByteArray m_input;
    qsizetype m_inputBegin = 0;
    QByteArray m_output;
};

} // namespace relais::server
