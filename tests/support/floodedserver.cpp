// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/floodedserver.h"

namespace relais::test {

namespace {

// What else grows while a flood lasts: buckets, the pages of an arena that were never touched before, the log's.
constexpr qint64 slack = 4 * MiB;

} // namespace

const char *attackerAddress(int number)
{
    static const std::vector<QByteArray> addresses = [] {
        std::vector<QByteArray> made;
        for (int i = 0; i < 200; ++i)
            made.push_back("127.0.2." + QByteArray::number(i + 1));
        return made;
    }();
    return addresses[static_cast<std::size_t>(number) % addresses.size()].constData();
}

RawConnection attackerConnection(quint16 port, int number)
{
    return RawConnection(port, {.sourceAddress = attackerAddress(number / 100)});
}

int scaled(int count)
{
    return isSanitized() ? count / 10 : count;
}

FloodedServer::FloodedServer(const std::vector<const char *> &settings, const QStringList &environment)
    : m_server(settings, environment)
    , m_witness(m_server.port(), {}, m_server.token({.subject = "witness", .roles = "user,publisher"}))
{
    isServed();
    m_resident = process().residentBytes();
    m_descriptors = process().descriptorCount();
}

bool FloodedServer::isWithin(qint64 bytes)
{
    const qint64 grown = process().residentBytes() - m_resident;
    m_growth = "grown by " + QByteArray::number(grown / KiB) + " KiB, allowed are "
        + QByteArray::number((bytes + slack) / KiB);
    return isSanitized() || grown <= bytes + slack;
}

} // namespace relais::test
