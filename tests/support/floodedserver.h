// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/authserver.h"
#include "tests/support/rawconnection.h"
#include "tests/support/syncclient.h"

namespace relais::test {

inline constexpr qint64 KiB = 1024;
inline constexpr qint64 MiB = 1024 * KiB;

/// An address of an attacker's own, none of them the witness's.
const char *attackerAddress(int number);

/// A hundred connections come from each address: fewer than it may open at once.
RawConnection attackerConnection(quint16 port, int number);

/// What sanitizers make slow is done less often.
int scaled(int count);

/// A server with authentication and its defaults, a witness, and what both looked like before the flood.
class FloodedServer {
public:
    explicit FloodedServer(const std::vector<const char *> &settings = {}, const QStringList &environment = {});

    AuthServer &access() { return m_server; }
    ServerProcess &process() { return m_server.process(); }
    quint16 port() const { return m_server.port(); }
    bool isServed() { return m_witness.isServed(); }

    int descriptorsAdded() { return process().descriptorCount() - m_descriptors; }
    /// The file of the audit log is open from the first record on.
    bool descriptorsReturn() { return process().descriptorsReturnTo(m_descriptors + 1); }

    /// Has its memory grown by no more than this, and some for what else grows? What a sanitizer keeps says nothing.
    bool isWithin(qint64 bytes);
    const QByteArray &growth() const { return m_growth; } ///< after isWithin()

private:
    AuthServer m_server;
    Witness m_witness;
    qint64 m_resident = 0;
    int m_descriptors = 0;
    QByteArray m_growth;
};

} // namespace relais::test
