// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/connectionlimiter.h"

#include <QTest>

#include <thread>
#include <vector>

#include <arpa/inet.h>

using namespace relais::server;

namespace {

PeerAddress peer(const char *address, std::uint16_t port = 1)
{
    PeerAddress result;
    if (inet_pton(AF_INET6, address, &result.address) != 1)
        qFatal("not an address: %s", address);
    result.port = port;
    return result;
}

} // namespace

class ConnectionLimiterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asManyConnectAsMay();
    void asManyConnectFromAnAddressAsMay();
    void thePortIsNotPartOfTheAddress();
    void whoIsRefusedTakesNoPlace();
    void zeroIsNoLimit();
    void aPlaceThatMovesIsOnePlace();
    void manyThreadsComeAndGo();
    void addressesAreShownAsUsual_data();
    void addressesAreShownAsUsual();
};

void ConnectionLimiterTest::asManyConnectAsMay()
{
    ConnectionLimiter limiter(2, 0);
    auto first = limiter.enter(peer("::1"));
    const auto second = limiter.enter(peer("::2"));
    QVERIFY(first && second);
    QVERIFY(!limiter.enter(peer("::3")));
    QCOMPARE(limiter.count(), std::size_t{2});
    first.reset();
    QCOMPARE(limiter.count(), std::size_t{1});
    QVERIFY(limiter.enter(peer("::3")));
}

void ConnectionLimiterTest::asManyConnectFromAnAddressAsMay()
{
    ConnectionLimiter limiter(0, 2);
    auto first = limiter.enter(peer("::1"));
    const auto second = limiter.enter(peer("::1"));
    QVERIFY(second);
    QVERIFY(!limiter.enter(peer("::1")));
    QVERIFY(limiter.enter(peer("::2")));
    first.reset();
    QVERIFY(limiter.enter(peer("::1")));
}

void ConnectionLimiterTest::thePortIsNotPartOfTheAddress()
{
    ConnectionLimiter limiter(0, 1);
    const auto first = limiter.enter(peer("::ffff:10.0.0.1", 1));
    QVERIFY(!limiter.enter(peer("::ffff:10.0.0.1", 2)));
    QVERIFY(limiter.enter(peer("::ffff:10.0.0.2", 1)));
}

void ConnectionLimiterTest::whoIsRefusedTakesNoPlace()
{
    ConnectionLimiter limiter(3, 1);
    const auto first = limiter.enter(peer("::1"));
    for (int i = 0; i < 10; ++i)
        QVERIFY(!limiter.enter(peer("::1")));
    QCOMPARE(limiter.count(), std::size_t{1});
    const auto second = limiter.enter(peer("::2"));
    const auto third = limiter.enter(peer("::3"));
    QVERIFY(second && third);
    QVERIFY(!limiter.enter(peer("::4"))); // for want of a place, not for its address
}

void ConnectionLimiterTest::zeroIsNoLimit()
{
    ConnectionLimiter limiter(0, 0);
    std::vector<ConnectionLimiter::Place> places;
    for (int i = 0; i < 1000; ++i) {
        auto place = limiter.enter(peer("::1"));
        QVERIFY(place);
        places.push_back(std::move(*place));
    }
    QCOMPARE(limiter.count(), std::size_t{1000});
    places.clear();
    QCOMPARE(limiter.count(), std::size_t{0});
}

void ConnectionLimiterTest::aPlaceThatMovesIsOnePlace()
{
    ConnectionLimiter limiter(0, 1);
    {
        auto place = limiter.enter(peer("::1"));
        const ConnectionLimiter::Place moved = std::move(*place);
        place.reset();
        QCOMPARE(limiter.count(), std::size_t{1});
        QVERIFY(!limiter.enter(peer("::1")));
    }
    QCOMPARE(limiter.count(), std::size_t{0});
    QVERIFY(limiter.enter(peer("::1")));
}

void ConnectionLimiterTest::manyThreadsComeAndGo()
{
    ConnectionLimiter limiter(3, 2);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&limiter, i] {
            for (int k = 0; k < 1000; ++k) {
                const auto first = limiter.enter(peer(i % 2 == 0 ? "::1" : "::2"));
                const auto second = limiter.enter(peer("::3"));
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(limiter.count(), std::size_t{0});
    const auto first = limiter.enter(peer("::1"));
    const auto second = limiter.enter(peer("::1"));
    QVERIFY(first && second);
}

void ConnectionLimiterTest::addressesAreShownAsUsual_data()
{
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("::ffff:127.0.0.1") << QByteArray("127.0.0.1:40000");
    QTest::newRow("::1") << QByteArray("[::1]:40000");
    QTest::newRow("2001:db8:0:0:0:0:0:5") << QByteArray("[2001:db8::5]:40000");
}

void ConnectionLimiterTest::addressesAreShownAsUsual()
{
    QFETCH(QByteArray, shown);
    QCOMPARE(peer(QTest::currentDataTag(), 40'000).toString(), shown.toStdString());
}

QTEST_APPLESS_MAIN(ConnectionLimiterTest)
#include "tst_connectionlimiter.moc"
