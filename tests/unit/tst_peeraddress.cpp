// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/peeraddress.h"

#include <QTest>

#include <string>

using namespace relais::server;

class PeerAddressTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addressesAreShownAsUsual_data();
    void addressesAreShownAsUsual();
    void anAddressReadsBack_data();
    void anAddressReadsBack();
    void whatIsNoAddressAloneIsRefused_data();
    void whatIsNoAddressAloneIsRefused();
    void ipv4InIpv6IsIpv4();
    void addressesCountTogetherAsOneHolderHasThem_data();
    void addressesCountTogetherAsOneHolderHasThem();
};

void PeerAddressTest::addressesAreShownAsUsual_data()
{
    QTest::addColumn<QByteArray>("withPort");
    QTest::addColumn<QByteArray>("host");
    QTest::newRow("127.0.0.1") << QByteArray("127.0.0.1:40000") << QByteArray("127.0.0.1");
    QTest::newRow("::ffff:127.0.0.1") << QByteArray("127.0.0.1:40000") << QByteArray("127.0.0.1");
    QTest::newRow("::1") << QByteArray("[::1]:40000") << QByteArray("::1");
    QTest::newRow("2001:DB8:0:0:0:0:0:5") << QByteArray("[2001:db8::5]:40000") << QByteArray("2001:db8::5");
}

void PeerAddressTest::addressesAreShownAsUsual()
{
    QFETCH(QByteArray, withPort);
    QFETCH(QByteArray, host);
    auto peer = PeerAddress::parse(QTest::currentDataTag());
    QVERIFY(peer);
    QCOMPARE(peer->toString(), host.toStdString()); // no port is known
    peer->port = 40'000;
    QCOMPARE(peer->toString(), withPort.toStdString());
    QCOMPARE(peer->host(), host.toStdString());
}

void PeerAddressTest::anAddressReadsBack_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"0.0.0.0", "255.255.255.255", "10.1.2.3", "::", "::1", "2001:db8::ff00:42:8329",
                             "1:2:3:4:5:6:7:8", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::1.2.3.4"})
        QTest::newRow(text) << QByteArray(text);
}

void PeerAddressTest::anAddressReadsBack()
{
    QFETCH(QByteArray, text);
    const auto peer = PeerAddress::parse(text.toStdString());
    QVERIFY(peer);
    QCOMPARE(peer->host(), text.toStdString());
}

void PeerAddressTest::whatIsNoAddressAloneIsRefused_data()
{
    QTest::addColumn<std::string>("text");
    for (const char *text : {"",
                             " ",
                             "1",
                             "1.2.3",
                             "1.2.3.4.5",
                             "1.2.3.256",
                             "01.2.3.4",
                             "1.2.3.04",
                             "0x7f.0.0.1",
                             "1.2.3.4 ",
                             " 1.2.3.4",
                             "1.2.3.4:80",
                             "127.1",
                             "2130706433",
                             "[::1]",
                             "::1%lo",
                             "fe80::1%1",
                             "1::2::3",
                             "12345::",
                             "1:2:3:4:5:6:7",
                             "1:2:3:4:5:6:7:8:9",
                             ":::",
                             "localhost",
                             "example.com",
                             "unknown",
                             "*",
                             "::1/128",
                             "1.2.3.4/32",
                             "::ffff:1.2.3.4:80",
                             "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255.255"})
        QTest::addRow("'%s'", text) << std::string(text);
    QTest::newRow("an end in the middle") << std::string("1.2.3.4\0.evil", 13);
    QTest::newRow("an end behind it") << std::string("1.2.3.4\0", 8);
    QTest::newRow("a long one") << std::string(100'000, '1');
}

void PeerAddressTest::whatIsNoAddressAloneIsRefused()
{
    QFETCH(std::string, text);
    QVERIFY(!PeerAddress::parse(text));
}

void PeerAddressTest::ipv4InIpv6IsIpv4()
{
    QVERIFY(PeerAddress::parse("10.0.0.1")->isIpv4());
    QVERIFY(PeerAddress::parse("::ffff:10.0.0.1")->isIpv4());
    QVERIFY(PeerAddress::parse("::ffff:a00:1")->isIpv4());
    QVERIFY(!PeerAddress::parse("::10.0.0.1")->isIpv4());
    QVERIFY(!PeerAddress::parse("64:ff9b::10.0.0.1")->isIpv4());
}

void PeerAddressTest::addressesCountTogetherAsOneHolderHasThem_data()
{
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<bool>("together");
    const auto add = [](const char *left, const char *right, bool together) {
        QTest::addRow("%s and %s", left, right) << QByteArray(left) << QByteArray(right) << together;
    };
    add("10.0.0.1", "::ffff:10.0.0.1", true);
    add("10.0.0.1", "10.0.0.2", false);
    add("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true);
    add("2001:db8:1:2::1", "2001:db8:1:3::1", false);
    add("::1", "0.0.0.1", false);
    add("::1", "127.0.0.1", false);
    add("::", "0.0.0.0", false);
}

void PeerAddressTest::addressesCountTogetherAsOneHolderHasThem()
{
    QFETCH(QByteArray, left);
    QFETCH(QByteArray, right);
    QFETCH(bool, together);
    auto first = PeerAddress::parse(left.toStdString());
    const auto second = PeerAddress::parse(right.toStdString());
    QVERIFY(first && second);
    first->port = 1;
    QCOMPARE(first->limitKey() == second->limitKey(), together);
}

QTEST_APPLESS_MAIN(PeerAddressTest)
#include "tst_peeraddress.moc"
