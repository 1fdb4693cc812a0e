// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/addressnetwork.h"

#include <QTest>

#include <array>

using namespace relais::server;

class AddressNetworkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNetworkContainsWhatBeginsAlike_data();
    void aNetworkContainsWhatBeginsAlike();
    void everyPrefixLengthEndsAtItsBit();
    void networksAreShownAsUsual_data();
    void networksAreShownAsUsual();
    void whatIsNoNetworkIsRefusedWithTheReason_data();
    void whatIsNoNetworkIsRefusedWithTheReason();
    void aListContainsWhatOneOfThemDoes();
    void anEmptyListContainsNothing();
    void aListNamesWhatIsWrongInIt();
};

void AddressNetworkTest::aNetworkContainsWhatBeginsAlike_data()
{
    QTest::addColumn<QByteArray>("network");
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<bool>("isContained");
    const auto add = [](const char *network, const char *address, bool isContained) {
        QTest::addRow("%s in %s", address, network) << QByteArray(network) << QByteArray(address) << isContained;
    };
    add("10.0.0.0/8", "10.0.0.0", true);
    add("10.0.0.0/8", "10.255.255.255", true);
    add("10.0.0.0/010", "10.64.0.0", false); // ten, not octal
    add("10.0.0.0/8", "::ffff:10.1.2.3", true);
    add("10.0.0.0/8", "11.0.0.0", false);
    add("10.0.0.0/8", "9.255.255.255", false);
    add("10.0.0.0/8", "::10.0.0.1", false);
    add("172.16.0.0/12", "172.31.255.255", true);
    add("172.16.0.0/12", "172.32.0.0", false);
    add("127.0.0.1", "127.0.0.1", true);
    add("127.0.0.1", "127.0.0.2", false);
    add("127.0.0.1/32", "127.0.0.1", true);
    add("0.0.0.0/0", "203.0.113.1", true);
    add("0.0.0.0/0", "::1", false);
    add("::/0", "2001:db8::1", true);
    add("::/0", "203.0.113.1", false);
    add("::/64", "203.0.113.1", false);
    add("::/64", "::1", true);
    add("::ffff:0:0/96", "203.0.113.1", true);
    add("::ffff:10.0.0.0/104", "10.1.2.3", true);
    add("::ffff:10.0.0.0/104", "11.1.2.3", false);
    add("2001:db8::/32", "2001:db8:ffff::1", true);
    add("2001:db8::/32", "2001:db9::1", false);
    add("fe80::/10", "febf::1", true);
    add("fe80::/10", "fec0::1", false);
    add("::1", "::1", true);
    add("::1", "::2", false);
}

void AddressNetworkTest::aNetworkContainsWhatBeginsAlike()
{
    QFETCH(QByteArray, network);
    QFETCH(QByteArray, address);
    QFETCH(bool, isContained);
    const auto parsed = AddressNetwork::parse(network.toStdString());
    QVERIFY2(parsed, parsed ? "" : parsed.error().detail.c_str());
    QCOMPARE(parsed->contains(*PeerAddress::parse(address.toStdString())), isContained);
}

void AddressNetworkTest::everyPrefixLengthEndsAtItsBit()
{
    for (unsigned prefix = 1; prefix <= 128; ++prefix) {
        PeerAddress first; // all ones up to the prefix
        for (unsigned bit = 0; bit < prefix; ++bit)
            first.address.s6_addr[bit / 8] |= static_cast<std::uint8_t>(0x80U >> (bit % 8));
        const auto network = AddressNetwork::parse(first.host() + '/' + std::to_string(prefix));
        QVERIFY2(network, first.host().c_str());
        QVERIFY(network->contains(first));
        PeerAddress other = first;
        other.address.s6_addr[(prefix - 1) / 8] ^= static_cast<std::uint8_t>(0x80U >> ((prefix - 1) % 8));
        QVERIFY(!network->contains(other));
        if (prefix < 128) {
            PeerAddress inside = first;
            inside.address.s6_addr[prefix / 8] |= static_cast<std::uint8_t>(0x80U >> (prefix % 8));
            QVERIFY(network->contains(inside));
        }
    }
}

void AddressNetworkTest::networksAreShownAsUsual_data()
{
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("10.0.0.0/8") << QByteArray("10.0.0.0/8");
    QTest::newRow("127.0.0.1") << QByteArray("127.0.0.1/32");
    QTest::newRow("0.0.0.0/0") << QByteArray("0.0.0.0/0");
    QTest::newRow("::ffff:10.0.0.0/104") << QByteArray("10.0.0.0/8");
    QTest::newRow("2001:DB8::/32") << QByteArray("2001:db8::/32");
    QTest::newRow("::/0") << QByteArray("::/0");
    QTest::newRow("::1") << QByteArray("::1/128");
}

void AddressNetworkTest::networksAreShownAsUsual()
{
    QFETCH(QByteArray, shown);
    const auto network = AddressNetwork::parse(QTest::currentDataTag());
    QVERIFY(network);
    QCOMPARE(network->toString(), shown.toStdString());
}

void AddressNetworkTest::whatIsNoNetworkIsRefusedWithTheReason_data()
{
    QTest::addColumn<QByteArray>("reason");
    const QByteArray noAddress = "not an IP address or network";
    for (const char *text : {"", "/", "/8", "10.0.0/8", "10/8", "localhost", "*", "[::1]", "10.0.0.0-10.0.0.9",
                             " ::1", "10.0.0.0:80/8", "10.0.0.0 /8"})
        QTest::addRow("%s", text) << noAddress;
    for (const char *prefix : {"", "33", "-1", "+8", "8 ", " 8", "8/8", "x", "255.0.0.0", "4294967304", "0x8"})
        QTest::addRow("10.0.0.0/%s", prefix) << QByteArray("the number behind '/' must be from 0 to 32");
    QTest::newRow("::/129") << QByteArray("the number behind '/' must be from 0 to 128");
    QTest::newRow("::ffff:10.0.0.0/129") << QByteArray("the number behind '/' must be from 0 to 128");
    QTest::newRow("10.1.2.3/8") << QByteArray(
        "bits behind the first 8 are not zero; the network is 10.0.0.0/8, one address is 10.1.2.3");
    QTest::newRow("127.0.0.1/0") << QByteArray(
        "bits behind the first 0 are not zero; the network is 0.0.0.0/0, one address is 127.0.0.1");
    QTest::newRow("2001:db8::1/64") << QByteArray(
        "bits behind the first 64 are not zero; the network is 2001:db8::/64, one address is 2001:db8::1");
}

void AddressNetworkTest::whatIsNoNetworkIsRefusedWithTheReason()
{
    QFETCH(QByteArray, reason);
    const auto network = AddressNetwork::parse(QTest::currentDataTag());
    QVERIFY(!network);
    QCOMPARE(network.error().detail, reason.toStdString());
}

void AddressNetworkTest::aListContainsWhatOneOfThemDoes()
{
    const auto list = NetworkList::parse(std::array<std::string, 3>{"10.0.0.0/8", "127.0.0.1", "2001:db8::/32"});
    QVERIFY(list);
    QVERIFY(!list->isEmpty());
    for (const char *inside : {"10.9.9.9", "127.0.0.1", "2001:db8::9"})
        QVERIFY(list->contains(*PeerAddress::parse(inside)));
    for (const char *outside : {"11.9.9.9", "127.0.0.2", "2001:db9::9"})
        QVERIFY(!list->contains(*PeerAddress::parse(outside)));
}

void AddressNetworkTest::anEmptyListContainsNothing()
{
    const NetworkList list;
    QVERIFY(list.isEmpty());
    QVERIFY(!list.contains(*PeerAddress::parse("127.0.0.1")));
    QVERIFY(!list.contains(PeerAddress()));
}

void AddressNetworkTest::aListNamesWhatIsWrongInIt()
{
    const auto list = NetworkList::parse(std::array<std::string, 2>{"10.0.0.0/8", "proxy.example"});
    QVERIFY(!list);
    QCOMPARE(list.error().detail, std::string("\"proxy.example\": not an IP address or network"));
}

QTEST_APPLESS_MAIN(AddressNetworkTest)
#include "tst_addressnetwork.moc"
