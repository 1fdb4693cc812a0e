// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/listensocket.h"

#include "server/transport/peeraddress.h"

#include <QTest>

#include <array>
#include <cerrno>

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

using namespace relais::server;
using relais::FileDescriptor;

namespace {

const QHostAddress loopback(QHostAddress::LocalHost);

/// The group, or an empty one when there was an error.
ListenGroup listening(std::variant<ListenGroup, ListenError> outcome)
{
    auto *const group = std::get_if<ListenGroup>(&outcome);
    return group ? std::move(*group) : ListenGroup();
}

int errorOf(const std::variant<ListenGroup, ListenError> &outcome)
{
    const auto *const error = std::get_if<ListenError>(&outcome);
    return error ? error->systemError : 0;
}

FileDescriptor connectTo(std::uint16_t port)
{
    FileDescriptor client(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(client.value(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        client.close();
    return client;
}

/// Accepts one connection from any of the group.
FileDescriptor acceptFrom(const ListenGroup &group)
{
    std::vector<pollfd> waiting;
    for (const FileDescriptor &descriptor : group.descriptors)
        waiting.push_back({descriptor.value(), POLLIN, 0});
    if (poll(waiting.data(), waiting.size(), 10'000) <= 0)
        return {};
    for (const pollfd &one : waiting) {
        if (one.revents != 0)
            return FileDescriptor(accept4(one.fd, nullptr, nullptr, SOCK_CLOEXEC));
    }
    return {};
}

} // namespace

class ListenSocketTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void portZeroTakesAFreeOne();
    void allOfAGroupListenOnOnePort();
    void everyConnectionReachesOneOfTheGroup();
    void aSecondInstanceIsRefused();
    void theAddressIsFreeAgainAfterTheFirst();
    void descriptorsDoNotBlockAndAreNotInherited();
    void anAddressThatIsNotOursIsAnError();
    void ipv6IsNotIpv4();
    void thePeerOfAConnectionIsKnown();
};

void ListenSocketTest::portZeroTakesAFreeOne()
{
    const ListenGroup first = listening(listenOn(loopback, 0, 1));
    const ListenGroup second = listening(listenOn(loopback, 0, 1));
    QVERIFY(first.port != 0 && second.port != 0);
    QVERIFY(first.port != second.port);
    QCOMPARE(first.address, loopback);
    QVERIFY(connectTo(first.port).isOpen());
}

void ListenSocketTest::allOfAGroupListenOnOnePort()
{
    const ListenGroup group = listening(listenOn(loopback, 0, 4));
    QCOMPARE(group.descriptors.size(), std::size_t{4});
    for (const FileDescriptor &descriptor : group.descriptors) {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        QCOMPARE(getsockname(descriptor.value(), reinterpret_cast<sockaddr *>(&address), &size), 0);
        QCOMPARE(ntohs(address.sin_port), group.port);
        int isListening = 0;
        size = sizeof isListening;
        getsockopt(descriptor.value(), SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size);
        QCOMPARE(isListening, 1);
    }
}

void ListenSocketTest::everyConnectionReachesOneOfTheGroup()
{
    const ListenGroup group = listening(listenOn(loopback, 0, 3));
    for (int i = 0; i < 20; ++i) {
        const FileDescriptor client = connectTo(group.port);
        QVERIFY(client.isOpen());
        QVERIFY(acceptFrom(group).isOpen());
    }
}

void ListenSocketTest::aSecondInstanceIsRefused()
{
    const ListenGroup first = listening(listenOn(loopback, 0, 2));
    const auto second = listenOn(loopback, first.port, 2);
    QCOMPARE(errorOf(second), EADDRINUSE);
    QVERIFY(!std::get<ListenError>(second).text.empty());
    QVERIFY(connectTo(first.port).isOpen()); // which it did not disturb
}

void ListenSocketTest::theAddressIsFreeAgainAfterTheFirst()
{
    std::uint16_t port = 0;
    {
        const ListenGroup first = listening(listenOn(loopback, 0, 2));
        port = first.port;
        const FileDescriptor client = connectTo(port);
        FileDescriptor accepted = acceptFrom(first);
        accepted.close(); // the server's side closes first, and waits for a while in the kernel
    }
    QCOMPARE(errorOf(listenOn(loopback, port, 2)), 0);
}

void ListenSocketTest::descriptorsDoNotBlockAndAreNotInherited()
{
    const ListenGroup group = listening(listenOn(loopback, 0, 2));
    for (const FileDescriptor &descriptor : group.descriptors) {
        QVERIFY((fcntl(descriptor.value(), F_GETFL) & O_NONBLOCK) != 0);
        QVERIFY((fcntl(descriptor.value(), F_GETFD) & FD_CLOEXEC) != 0);
    }
}

void ListenSocketTest::anAddressThatIsNotOursIsAnError()
{
    const auto outcome = listenOn(QHostAddress(QStringLiteral("192.0.2.1")), 0, 1); // for documentation: RFC 5737
    QCOMPARE(errorOf(outcome), EADDRNOTAVAIL);
}

void ListenSocketTest::ipv6IsNotIpv4()
{
    const ListenGroup ipv6 = listening(listenOn(QHostAddress(QHostAddress::LocalHostIPv6), 0, 1));
    if (ipv6.port == 0)
        QSKIP("this machine has no IPv6");
    QVERIFY(!connectTo(ipv6.port).isOpen());
    QCOMPARE(errorOf(listenOn(loopback, ipv6.port, 1)), 0);
}

void ListenSocketTest::thePeerOfAConnectionIsKnown()
{
    const ListenGroup group = listening(listenOn(loopback, 0, 1));
    const FileDescriptor client = connectTo(group.port);
    const FileDescriptor accepted = acceptFrom(group);
    sockaddr_in address{};
    socklen_t size = sizeof address;
    QCOMPARE(getsockname(client.value(), reinterpret_cast<sockaddr *>(&address), &size), 0);
    const PeerAddress peer = PeerAddress::ofSocket(accepted.value());
    QCOMPARE(peer.toString(), "127.0.0.1:" + std::to_string(ntohs(address.sin_port)));
}

QTEST_APPLESS_MAIN(ListenSocketTest)
#include "tst_listensocket.moc"
