// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/sync/clientregistry.h"

#include "tests/support/messages.h"

#include <QTest>

#include <array>
#include <thread>
#include <vector>

using namespace relais;
using namespace relais::server;
using namespace relais::test;

namespace {

const UserId alice = user("alice");
const UserId bob = user("bob");
constexpr auto webSocket = ClientTransport::WebSocket;
constexpr auto longPoll = ClientTransport::LongPoll;

} // namespace

class ClientRegistryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void clientsAreCountedByTransport();
    void usersAreCountedOnce();
    void recipientsAreAllClientsOrThoseOfSomeUsers();
    void whoLeavesIsNoLongerCounted();
    void anEntryThatMovesIsOneClient();
    void aUserHasAsManyWebSocketsAsItMay();
    void theLimitOfAUserIsNotThatOfAnotherNorOfTheAnonymous();
    void theLimitOfAUserIsNotForPolls();
    void asManyPollsWaitAsMay();
    void noLimitIsNoLimit();
    void manyThreadsComeAndGo();
};

void ClientRegistryTest::clientsAreCountedByTransport()
{
    ClientRegistry registry({});
    const auto first = registry.enter(webSocket, alice);
    const auto second = registry.enter(webSocket, {});
    const auto third = registry.enter(longPoll, bob);
    QCOMPARE(registry.figures().webSockets, std::size_t{2});
    QCOMPARE(registry.figures().longPolls, std::size_t{1});
}

void ClientRegistryTest::usersAreCountedOnce()
{
    ClientRegistry registry({});
    const auto first = registry.enter(webSocket, alice);
    const auto second = registry.enter(longPoll, alice);
    const auto third = registry.enter(webSocket, {});
    const auto fourth = registry.enter(webSocket, bob);
    QCOMPARE(registry.figures().users, std::size_t{2}); // without the anonymous one
}

void ClientRegistryTest::recipientsAreAllClientsOrThoseOfSomeUsers()
{
    ClientRegistry registry({});
    const auto first = registry.enter(webSocket, alice);
    const auto second = registry.enter(longPoll, alice);
    const auto third = registry.enter(webSocket, bob);
    const auto fourth = registry.enter(webSocket, {});
    QCOMPARE(registry.recipients(), std::size_t{4});
    QCOMPARE(registry.recipients(std::array{alice}), std::size_t{2});
    QCOMPARE(registry.recipients(std::array{alice, bob, user("nobody")}), std::size_t{3});
    QCOMPARE(registry.recipients(std::span<const UserId>()), std::size_t{0});
}

void ClientRegistryTest::whoLeavesIsNoLongerCounted()
{
    ClientRegistry registry({});
    {
        const auto first = registry.enter(webSocket, alice);
        const auto second = registry.enter(longPoll, {});
    }
    QCOMPARE(registry.recipients(), std::size_t{0});
    QCOMPARE(registry.recipients(std::array{alice}), std::size_t{0});
    QCOMPARE(registry.figures().users, std::size_t{0});
}

void ClientRegistryTest::anEntryThatMovesIsOneClient()
{
    ClientRegistry registry({});
    {
        auto entry = registry.enter(webSocket, alice);
        const ClientRegistry::Entry moved = std::move(*entry);
        entry.reset();
        QCOMPARE(registry.recipients(std::array{alice}), std::size_t{1});
    }
    QCOMPARE(registry.recipients(), std::size_t{0});
}

void ClientRegistryTest::aUserHasAsManyWebSocketsAsItMay()
{
    ClientRegistry registry({.perUser = 2});
    const auto first = registry.enter(webSocket, alice);
    {
        const auto second = registry.enter(webSocket, alice);
        QVERIFY(second);
        QVERIFY(!registry.enter(webSocket, alice));
        QCOMPARE(registry.recipients(), std::size_t{2}); // who was refused is not counted
    }
    QVERIFY(registry.enter(webSocket, alice));
}

void ClientRegistryTest::theLimitOfAUserIsNotThatOfAnotherNorOfTheAnonymous()
{
    ClientRegistry registry({.perUser = 1});
    const auto first = registry.enter(webSocket, alice);
    const auto second = registry.enter(webSocket, bob);
    QVERIFY(second);
    const auto third = registry.enter(webSocket, {});
    const auto fourth = registry.enter(webSocket, {});
    QVERIFY(third && fourth);
}

void ClientRegistryTest::theLimitOfAUserIsNotForPolls()
{
    ClientRegistry registry({.perUser = 1});
    const auto first = registry.enter(longPoll, alice);
    const auto second = registry.enter(longPoll, alice);
    const auto third = registry.enter(webSocket, alice);
    QVERIFY(second && third);
    QVERIFY(!registry.enter(webSocket, alice));
}

void ClientRegistryTest::asManyPollsWaitAsMay()
{
    ClientRegistry registry({.longPolls = 2});
    auto first = registry.enter(longPoll, alice);
    const auto second = registry.enter(longPoll, {});
    QVERIFY(!registry.enter(longPoll, bob));
    QVERIFY(registry.enter(webSocket, bob));
    first.reset();
    QVERIFY(registry.enter(longPoll, bob));
}

void ClientRegistryTest::noLimitIsNoLimit()
{
    ClientRegistry registry({.perUser = 0, .longPolls = 0});
    std::vector<ClientRegistry::Entry> entries;
    for (int i = 0; i < 1000; ++i) {
        auto entry = registry.enter(i % 2 == 0 ? webSocket : longPoll, alice);
        QVERIFY(entry);
        entries.push_back(std::move(*entry));
    }
    QCOMPARE(registry.recipients(), std::size_t{1000});
}

void ClientRegistryTest::manyThreadsComeAndGo()
{
    ClientRegistry registry({.perUser = 3});
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int k = 0; k < 1000; ++k) {
                const auto first = registry.enter(webSocket, alice);
                const auto second = registry.enter(longPoll, k % 2 == 0 ? std::optional(bob) : std::nullopt);
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(registry.recipients(), std::size_t{0});
    QCOMPARE(registry.figures().users, std::size_t{0});
    QVERIFY(registry.enter(webSocket, alice));
}

QTEST_APPLESS_MAIN(ClientRegistryTest)
#include "tst_clientregistry.moc"
