// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/connectionlimiter.h"

#include <QTest>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "server/transport/transportsettings.h"

using namespace relais;
using namespace relais::server;
using namespace std::chrono_literals;

namespace {

using Limit = ConnectionLimiter::Limit;

constexpr MonotonicTime start{1h};

PeerAddress peer(const char *address, std::uint16_t port = 1)
{
    auto result = PeerAddress::parse(address);
    if (!result)
        qFatal("not an address: %s", address);
    result->port = port;
    return *result;
}

struct Limits {
    std::size_t connections = 0;
    std::size_t perAddress = 0;
    std::uint32_t rate = 0;
    std::uint32_t ratePerAddress = 0;
};

/// Trusts 10.0.0.0/8 as proxies.
TransportSettings settings(const Limits &limits)
{
    TransportSettings result;
    result.connections = limits.connections;
    result.connectionsPerAddress = limits.perAddress;
    result.connectionRate = limits.rate;
    result.connectionRatePerAddress = limits.ratePerAddress;
    result.trustedProxies = *NetworkList::parse(std::array<std::string, 1>{"10.0.0.0/8"});
    return result;
}

/// How many of `tries` that come at the same instant and leave again are let in.
int letIn(ConnectionLimiter &limiter, const char *address, MonotonicTime now, int tries)
{
    int count = 0;
    for (int i = 0; i < tries; ++i)
        count += limiter.enter(peer(address), now) ? 1 : 0;
    return count;
}

} // namespace

class ConnectionLimiterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asManyConnectAsMay();
    void asManyConnectFromAnAddressAsMay();
    void thePortIsNotPartOfTheAddress();
    void anIpv6NetworkIsOneAddress();
    void whoIsRefusedTakesNoPlace();
    void zeroIsNoLimit();
    void aPlaceThatMovesIsOnePlace();

    void connectionsComeAsFastAsTheyMay_data();
    void connectionsComeAsFastAsTheyMay();
    void connectionsOfAnAddressComeAsFastAsTheyMay();
    void whoIsTooFastTakesNothingOfTheServersRate();
    void whoTheServerRefusesKeepsItsOwnRate();
    void aFloodOfAddressesKeepsTheirRate();

    void aTrustedProxyIsNotOneClient();
    void aTrustedProxyIsHeldToTheServersLimits();
    void aForwardedClientCountsForItsAddressOnly();
    void aForwardedClientAndAConnectionCountTogether();
    void aProxyThatNamesNobodyIsCountedItself();

    void manyThreadsComeAndGo();
    void manyThreadsKeepTheRate();
};

void ConnectionLimiterTest::asManyConnectAsMay()
{
    ConnectionLimiter limiter(settings({.connections = 2}));
    auto first = limiter.enter(peer("::1"), start);
    const auto second = limiter.enter(peer("::2"), start);
    QVERIFY(first && second);
    QVERIFY(!first.refusedFor);
    const auto third = limiter.enter(peer("::3"), start);
    QVERIFY(!third);
    QVERIFY(third.refusedFor == Limit::Server);
    QCOMPARE(limiter.count(), std::size_t{2});
    first.place.reset();
    QCOMPARE(limiter.count(), std::size_t{1});
    QVERIFY(limiter.enter(peer("::3"), start));
}

void ConnectionLimiterTest::asManyConnectFromAnAddressAsMay()
{
    ConnectionLimiter limiter(settings({.perAddress = 2}));
    auto first = limiter.enter(peer("192.0.2.1"), start);
    const auto second = limiter.enter(peer("192.0.2.1"), start);
    QVERIFY(second);
    QVERIFY(limiter.enter(peer("192.0.2.1"), start).refusedFor == Limit::Address);
    QVERIFY(limiter.enter(peer("192.0.2.2"), start));
    first.place.reset();
    QVERIFY(limiter.enter(peer("192.0.2.1"), start));
}

void ConnectionLimiterTest::thePortIsNotPartOfTheAddress()
{
    ConnectionLimiter limiter(settings({.perAddress = 1}));
    const auto first = limiter.enter(peer("192.0.2.1", 1), start);
    QVERIFY(!limiter.enter(peer("192.0.2.1", 2), start));
    QVERIFY(limiter.enter(peer("192.0.2.2", 1), start));
}

void ConnectionLimiterTest::anIpv6NetworkIsOneAddress()
{
    ConnectionLimiter limiter(settings({.perAddress = 1}));
    const auto first = limiter.enter(peer("2001:db8:1:2::1"), start);
    QVERIFY(!limiter.enter(peer("2001:db8:1:2:ffff::5"), start));
    QVERIFY(limiter.enter(peer("2001:db8:1:3::1"), start));
}

void ConnectionLimiterTest::whoIsRefusedTakesNoPlace()
{
    ConnectionLimiter limiter(settings({.connections = 3, .perAddress = 1}));
    const auto first = limiter.enter(peer("192.0.2.1"), start);
    for (int i = 0; i < 10; ++i)
        QVERIFY(!limiter.enter(peer("192.0.2.1"), start));
    QCOMPARE(limiter.count(), std::size_t{1});
    const auto second = limiter.enter(peer("192.0.2.2"), start);
    const auto third = limiter.enter(peer("192.0.2.3"), start);
    QVERIFY(second && third);
    QVERIFY(limiter.enter(peer("192.0.2.4"), start).refusedFor == Limit::Server);
}

void ConnectionLimiterTest::zeroIsNoLimit()
{
    ConnectionLimiter limiter(settings({}));
    std::vector<ConnectionLimiter::Entry> entries;
    for (int i = 0; i < 1000; ++i) {
        entries.push_back(limiter.enter(peer("::1"), start));
        QVERIFY(entries.back());
    }
    QCOMPARE(limiter.count(), std::size_t{1000});
    entries.clear();
    QCOMPARE(limiter.count(), std::size_t{0});
}

void ConnectionLimiterTest::aPlaceThatMovesIsOnePlace()
{
    ConnectionLimiter limiter(settings({.perAddress = 1}));
    {
        auto entry = limiter.enter(peer("::1"), start);
        const ConnectionLimiter::Place moved = std::move(*entry.place);
        entry.place.reset();
        QCOMPARE(limiter.count(), std::size_t{1});
        QVERIFY(!limiter.enter(peer("::1"), start));
    }
    QCOMPARE(limiter.count(), std::size_t{0});
    QVERIFY(limiter.enter(peer("::1"), start));
}

void ConnectionLimiterTest::connectionsComeAsFastAsTheyMay_data()
{
    QTest::addColumn<unsigned>("rate");
    QTest::addColumn<int>("burst");
    QTest::newRow("1 a second") << 1U << 10;
    QTest::newRow("3 a second") << 3U << 12; // whole seconds' worth
    QTest::newRow("10 a second") << 10U << 10;
    QTest::newRow("1000 a second") << 1000U << 1000;
}

void ConnectionLimiterTest::connectionsComeAsFastAsTheyMay()
{
    QFETCH(unsigned, rate);
    QFETCH(int, burst);
    ConnectionLimiter limiter(settings({.rate = rate}));
    QCOMPARE(letIn(limiter, "192.0.2.1", start, burst), burst);
    QVERIFY(limiter.enter(peer("192.0.2.1"), start).refusedFor == Limit::ServerRate);
    QVERIFY(limiter.enter(peer("192.0.2.2"), start).refusedFor == Limit::ServerRate);
    for (int second = 1; second <= 100; ++second)
        QCOMPARE(letIn(limiter, "192.0.2.1", start + std::chrono::seconds(second), burst), static_cast<int>(rate));
}

void ConnectionLimiterTest::connectionsOfAnAddressComeAsFastAsTheyMay()
{
    ConnectionLimiter limiter(settings({.ratePerAddress = 20}));
    QCOMPARE(letIn(limiter, "192.0.2.1", start, 50), 20);
    QVERIFY(limiter.enter(peer("192.0.2.1"), start).refusedFor == Limit::AddressRate);
    QCOMPARE(letIn(limiter, "192.0.2.2", start, 50), 20);
    QCOMPARE(letIn(limiter, "192.0.2.1", start + 500ms, 50), 10);
    QCOMPARE(letIn(limiter, "2001:db8::1", start, 15), 15);
    QCOMPARE(letIn(limiter, "2001:db8::2", start, 15), 5);
}

void ConnectionLimiterTest::whoIsTooFastTakesNothingOfTheServersRate()
{
    ConnectionLimiter limiter(settings({.rate = 30, .ratePerAddress = 10}));
    QCOMPARE(letIn(limiter, "192.0.2.1", start, 1000), 10);
    QCOMPARE(letIn(limiter, "192.0.2.2", start, 10), 10);
    QCOMPARE(letIn(limiter, "192.0.2.3", start, 10), 10);
}

void ConnectionLimiterTest::whoTheServerRefusesKeepsItsOwnRate()
{
    ConnectionLimiter limiter(settings({.rate = 10, .ratePerAddress = 10}));
    QCOMPARE(letIn(limiter, "192.0.2.1", start, 10), 10);
    for (int i = 0; i < 100; ++i)
        QVERIFY(limiter.enter(peer("192.0.2.2"), start).refusedFor == Limit::ServerRate);
    QCOMPARE(letIn(limiter, "192.0.2.2", start + 1s, 20), 10);
}

void ConnectionLimiterTest::aFloodOfAddressesKeepsTheirRate()
{
    ConnectionLimiter limiter(settings({.ratePerAddress = 1}));
    QCOMPARE(letIn(limiter, "192.0.2.1", start, 20), 10);
    for (std::uint32_t i = 0; i < 200'000; ++i) { // more than are remembered
        PeerAddress other;
        other.address.s6_addr[0] = 0x20;
        for (std::size_t k = 0; k < sizeof i; ++k)
            other.address.s6_addr[4 + k] = static_cast<std::uint8_t>(i >> (8 * k));
        limiter.enter(other, start);
    }
    QCOMPARE(letIn(limiter, "192.0.2.1", start, 20), 0);
    QCOMPARE(letIn(limiter, "192.0.2.1", start + 2s, 20), 2);
}

void ConnectionLimiterTest::aTrustedProxyIsNotOneClient()
{
    ConnectionLimiter limiter(settings({.perAddress = 2, .ratePerAddress = 10}));
    std::vector<ConnectionLimiter::Entry> entries;
    for (int i = 0; i < 100; ++i) {
        entries.push_back(limiter.enter(peer("10.0.0.1"), start));
        QVERIFY(entries.back());
    }
    QCOMPARE(limiter.count(), std::size_t{100});
    QCOMPARE(letIn(limiter, "11.0.0.1", start, 100), 10); // not a proxy
}

void ConnectionLimiterTest::aTrustedProxyIsHeldToTheServersLimits()
{
    ConnectionLimiter few(settings({.connections = 1}));
    const auto first = few.enter(peer("10.0.0.1"), start);
    QVERIFY(few.enter(peer("10.0.0.1"), start).refusedFor == Limit::Server);
    ConnectionLimiter slow(settings({.rate = 10}));
    QCOMPARE(letIn(slow, "10.0.0.1", start, 20), 10);
    QVERIFY(slow.enter(peer("10.0.0.1"), start).refusedFor == Limit::ServerRate);
}

void ConnectionLimiterTest::aForwardedClientCountsForItsAddressOnly()
{
    ConnectionLimiter limiter(settings({.connections = 1, .perAddress = 2, .rate = 10, .ratePerAddress = 10}));
    const auto proxy = limiter.enter(peer("10.0.0.1"), start);
    auto first = limiter.enterForwarded(peer("192.0.2.1"));
    const auto second = limiter.enterForwarded(peer("192.0.2.1"));
    QVERIFY(first && second);
    QCOMPARE(limiter.count(), std::size_t{1});
    QVERIFY(limiter.enterForwarded(peer("192.0.2.1")).refusedFor == Limit::Address);
    QVERIFY(limiter.enterForwarded(peer("192.0.2.2")));
    first.place.reset();
    QCOMPARE(limiter.count(), std::size_t{1});
    QVERIFY(limiter.enterForwarded(peer("192.0.2.1")));
}

void ConnectionLimiterTest::aForwardedClientAndAConnectionCountTogether()
{
    ConnectionLimiter limiter(settings({.perAddress = 2}));
    const auto direct = limiter.enter(peer("192.0.2.1"), start);
    const auto forwarded = limiter.enterForwarded(peer("192.0.2.1"));
    QVERIFY(direct && forwarded);
    QVERIFY(!limiter.enter(peer("192.0.2.1"), start));
    QVERIFY(!limiter.enterForwarded(peer("192.0.2.1")));
}

void ConnectionLimiterTest::aProxyThatNamesNobodyIsCountedItself()
{
    ConnectionLimiter limiter(settings({.perAddress = 2}));
    const auto first = limiter.enterForwarded(peer("10.0.0.1"));
    const auto second = limiter.enterForwarded(peer("10.0.0.1"));
    QVERIFY(first && second);
    QVERIFY(limiter.enterForwarded(peer("10.0.0.1")).refusedFor == Limit::Address);
    QVERIFY(limiter.enter(peer("10.0.0.1"), start)); // its connections are others'
}

void ConnectionLimiterTest::manyThreadsComeAndGo()
{
    ConnectionLimiter limiter(settings({.connections = 3, .perAddress = 2}));
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&limiter, i] {
            for (int k = 0; k < 1000; ++k) {
                const auto first = limiter.enter(peer(i % 2 == 0 ? "192.0.2.1" : "192.0.2.2"), start);
                const auto second = limiter.enterForwarded(peer("192.0.2.3"));
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(limiter.count(), std::size_t{0});
    for (const char *address : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) {
        const auto first = limiter.enter(peer(address), start);
        const auto second = limiter.enterForwarded(peer(address));
        QVERIFY(first && second);
    }
}

void ConnectionLimiterTest::manyThreadsKeepTheRate()
{
    ConnectionLimiter limiter(settings({.rate = 500, .ratePerAddress = 200}));
    std::atomic<int> entered = 0;
    std::vector<std::thread> threads;
    for (const char *address : {"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.3"})
        threads.emplace_back([&, address] { entered += letIn(limiter, address, start, 1000); });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(entered.load(), 500);
}

QTEST_APPLESS_MAIN(ConnectionLimiterTest)
#include "tst_connectionlimiter.moc"
