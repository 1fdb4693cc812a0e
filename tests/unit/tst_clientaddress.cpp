// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/clientaddress.h"

#include <QTest>

#include <array>

#include "server/transport/httpreader.h"

using namespace relais::server;

namespace {

const HttpLimits limits;

/// The proxy that the server talks to. Everything in 10.0.0.0/8 and fd00::/8 is trusted.
constexpr auto proxy = "10.0.0.1";

NetworkList trusted()
{
    return *NetworkList::parse(std::array<std::string, 2>{"10.0.0.0/8", "fd00::/8"});
}

ClientOrigin originOf(const QByteArray &fields, const char *peerText = proxy, const NetworkList &list = trusted())
{
    HttpReader reader(limits);
    reader.feed("GET / HTTP/1.1\r\nHost: a\r\n" + fields.toStdString() + "\r\n");
    if (reader.state() != HttpReader::State::Complete)
        qFatal("not a request: %s", fields.constData());
    auto peer = *PeerAddress::parse(peerText);
    peer.port = 40'000;
    return clientOrigin(reader.takeRequest(), peer, list);
}

QByteArray clientOf(const QByteArray &fields, const char *peer = proxy)
{
    return QByteArray::fromStdString(originOf(fields, peer).address.toString());
}

/// How the proxy itself is shown.
constexpr auto itself = "10.0.0.1:40000";

void addRow(const char *value, const char *client)
{
    QTest::addRow("%s", value) << QByteArray(client);
}

} // namespace

class ClientAddressTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutATrustedProxyTheFieldsMeanNothing();
    void withoutTheFieldsTheClientIsThePeer();
    void xForwardedForIsReadFromTheRight_data();
    void xForwardedForIsReadFromTheRight();
    void forwardedIsReadFromTheRight_data();
    void forwardedIsReadFromTheRight();
    void fieldsAreJoinedInOrder();
    void aSpoofedAddressIsLeftBehind_data();
    void aSpoofedAddressIsLeftBehind();
    void bothFieldsCountWhenTheyAgree_data();
    void bothFieldsCountWhenTheyAgree();
    void theWalkIsBounded();
    void aListThatFillsTheHeadIsReadInLinearTime();
    void aSecureClientIsToldByItsProxy_data();
    void aSecureClientIsToldByItsProxy();
    void anUntrustedPeerCannotCallItselfSecure();
};

void ClientAddressTest::withoutATrustedProxyTheFieldsMeanNothing()
{
    const QByteArray fields = "X-Forwarded-For: 203.0.113.9\r\nForwarded: for=203.0.113.9\r\n";
    QCOMPARE(clientOf(fields, "198.51.100.1"), "198.51.100.1:40000");
    QCOMPARE(clientOf(fields, "2001:db8::1"), "[2001:db8::1]:40000");
    const ClientOrigin origin = originOf("X-Forwarded-For: 203.0.113.9\r\n", proxy, NetworkList());
    QCOMPARE(origin.address.toString(), std::string(itself));
}

void ClientAddressTest::withoutTheFieldsTheClientIsThePeer()
{
    QCOMPARE(clientOf(""), itself);
    QCOMPARE(clientOf("X-Real-IP: 203.0.113.9\r\nClient-IP: 203.0.113.9\r\nX_Forwarded_For: 203.0.113.9\r\n"),
             itself);
}

void ClientAddressTest::xForwardedForIsReadFromTheRight_data()
{
    QTest::addColumn<QByteArray>("client");
    addRow("203.0.113.9", "203.0.113.9");
    addRow("203.0.113.9:4711", "203.0.113.9:4711");
    addRow("2001:db8::9", "2001:db8::9");
    addRow("[2001:db8::9]", "2001:db8::9");
    addRow("[2001:db8::9]:4711", "[2001:db8::9]:4711");
    addRow("::ffff:203.0.113.9", "203.0.113.9");
    addRow("198.51.100.1, 203.0.113.9", "203.0.113.9");
    addRow("198.51.100.1,203.0.113.9\t,\t10.0.0.2", "203.0.113.9");
    addRow("203.0.113.9, 10.0.0.3, fd00::1, 10.0.0.2", "203.0.113.9");
    // A service within the trusted network is the client.
    addRow("10.0.0.9", "10.0.0.9");
    addRow("10.0.0.9, 10.0.0.2", "10.0.0.9");
    // What cannot be read hides what is left of it.
    for (const char *unreadable : {"unknown",
                                   "_hidden",
                                   "",
                                   "-",
                                   "203.0.113.9.",
                                   "203.0.113.256",
                                   "0203.0.113.9",
                                   "203.0.113.9:",
                                   "[::1",
                                   "203.0.113.9:65536",
                                   "203.0.113.9:-1",
                                   "203.0.113.9:+1",
                                   "203.0.113.9:4711x",
                                   "[2001:db8::9]4711",
                                   "[]",
                                   "[2001:db8::9]:",
                                   "[203.0.113.9]",
                                   "fe80::1%eth0",
                                   "\"203.0.113.9\"",
                                   "203.0.113.9 198.51.100.1",
                                   "for=203.0.113.9",
                                   "client.example",
                                   "203.0.113.9;",
                                   "[[::1]]",
                                   "2001:db8::9:99999"}) {
        QTest::addRow("%s", unreadable) << QByteArray(itself);
        QTest::addRow("198.51.100.1, %s", unreadable) << QByteArray(itself);
        QTest::addRow("198.51.100.1, %s, 10.0.0.2", unreadable) << QByteArray("10.0.0.2");
        QTest::addRow("%s, 203.0.113.9", unreadable) << QByteArray("203.0.113.9");
    }
}

void ClientAddressTest::xForwardedForIsReadFromTheRight()
{
    QFETCH(QByteArray, client);
    QCOMPARE(clientOf("X-Forwarded-For: " + QByteArray(QTest::currentDataTag()) + "\r\n"), client);
}

void ClientAddressTest::forwardedIsReadFromTheRight_data()
{
    QTest::addColumn<QByteArray>("client");
    addRow("for=203.0.113.9", "203.0.113.9");
    addRow("For=203.0.113.9", "203.0.113.9");
    addRow("for=\"203.0.113.9\"", "203.0.113.9");
    addRow("for=\"203.0.113.9:4711\"", "203.0.113.9:4711");
    addRow("for=\"[2001:db8::9]\"", "2001:db8::9");
    addRow("for=\"[2001:db8::9]:4711\"", "[2001:db8::9]:4711");
    addRow("for=\"[2001:db8::9]:_port\"", "2001:db8::9");
    addRow("for=\"2\\03.0.113.9\"", "203.0.113.9");
    addRow("for=203.0.113.9:4711", "203.0.113.9:4711");
    addRow("for=[2001:db8::9]", "2001:db8::9");
    addRow("by=10.0.0.2;for=203.0.113.9;host=a;proto=https", "203.0.113.9");
    addRow("by=10.0.0.2 ; for=203.0.113.9;;", "203.0.113.9");
    addRow("for=198.51.100.1, for=203.0.113.9", "203.0.113.9");
    addRow("for=198.51.100.1 ,\tfor=203.0.113.9, for=10.0.0.2", "203.0.113.9");
    addRow("for=203.0.113.9;x=\", for=198.51.100.1\"", "203.0.113.9");
    addRow("for=203.0.113.9;x=\"\\\", for=198.51.100.1\"", "203.0.113.9");
    addRow("for=\"_hidden\", for=203.0.113.9", "203.0.113.9");
    addRow("for=203.0.113.9, for=10.0.0.3, for=\"[fd00::1]\"", "203.0.113.9");
    addRow("for=198.51.100.1, for=unknown, for=10.0.0.2", "10.0.0.2");
    for (const char *hidden : {"for=unknown", "for=_hidden", "for=\"_hidden:_port\"", "by=203.0.113.9", "proto=https",
                               "for=\"\"", "", ";", ",", "for=\"203.0.113.9:70000\""}) {
        QTest::addRow("%s", hidden) << QByteArray(itself);
        QTest::addRow("for=198.51.100.1, %s", hidden) << QByteArray(itself);
    }
    // Malformed anywhere, the whole field tells nothing: which part of it the proxy wrote is not certain.
    for (const char *malformed :
         {"203.0.113.9", "for", "for=", "=203.0.113.9", "for =203.0.113.9", "for= 203.0.113.9", "for=\"203.0.113.9",
          "for=203.0.113.9\"", "for=\"203.0.113.9\"x", "for=203.0.113.9 for=198.51.100.1", "for=a/b", "for=\"\\",
          "for=203.0.113.9;for=198.51.100.1", "for=203.0.113.9;proto=http;proto=https", "f\"or=203.0.113.9",
          "for=203.0.113.9;x=\"", "for={203.0.113.9}"}) {
        QTest::addRow("%s", malformed) << QByteArray(itself);
        QTest::addRow("%s, for=203.0.113.9", malformed) << QByteArray(itself);
    }
}

void ClientAddressTest::forwardedIsReadFromTheRight()
{
    QFETCH(QByteArray, client);
    QCOMPARE(clientOf("Forwarded: " + QByteArray(QTest::currentDataTag()) + "\r\n"), client);
}

void ClientAddressTest::fieldsAreJoinedInOrder()
{
    QCOMPARE(clientOf("X-Forwarded-For: 198.51.100.1\r\nx-forwarded-for: 203.0.113.9\r\n"), "203.0.113.9");
    QCOMPARE(
        clientOf("X-Forwarded-For: 198.51.100.1, 203.0.113.9\r\nA: b\r\nX-FORWARDED-FOR: 10.0.0.3, 10.0.0.2\r\n"),
        "203.0.113.9");
    QCOMPARE(clientOf("X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For:\r\n"), itself);
    QCOMPARE(clientOf("Forwarded: for=198.51.100.1\r\nForwarded: for=203.0.113.9\r\n"), "203.0.113.9");
    QCOMPARE(clientOf("Forwarded: for=203.0.113.9\r\nForwarded: for=10.0.0.3, for=10.0.0.2\r\n"), "203.0.113.9");
    QCOMPARE(clientOf("Forwarded: malformed\r\nForwarded: for=203.0.113.9\r\n"), "203.0.113.9");
    QCOMPARE(clientOf("Forwarded: for=\"\r\nForwarded: \", for=203.0.113.9\r\n"), itself);
}

void ClientAddressTest::aSpoofedAddressIsLeftBehind_data()
{
    QTest::addColumn<QByteArray>("sent"); // by the client, whose address is 203.0.113.9
    for (const char *sent :
         {"198.51.100.1", "127.0.0.1", "10.0.0.1", "10.0.0.2, 10.0.0.3", "unknown", "203.0.113.10,", ",", "", "\"",
          "[", "198.51.100.1, \"", "for=198.51.100.1", "for=198.51.100.1;x=\"", "for=\"", "for=10.0.0.2"})
        QTest::addRow("%s", sent) << QByteArray(sent);
    QTest::newRow("very many") << QByteArray("198.51.100.1,").repeated(1000);
}

void ClientAddressTest::aSpoofedAddressIsLeftBehind()
{
    QFETCH(QByteArray, sent);
    for (const QByteArray &name : {QByteArray("X-Forwarded-For"), QByteArray("Forwarded")}) {
        const bool isForwarded = name == "Forwarded";
        const QByteArray added = isForwarded ? "for=203.0.113.9" : "203.0.113.9";
        const QByteArray field = name + ": " + sent;
        // A proxy that adds a field of its own, one that appends to what is there, and both behind another proxy.
        QCOMPARE(clientOf(field + "\r\n" + name + ": " + added + "\r\n"), "203.0.113.9");
        const QByteArray joined = clientOf(field + ", " + added + "\r\n");
        QVERIFY2(joined == "203.0.113.9" || (isForwarded && joined == itself), joined);
        const QByteArray second = isForwarded ? "for=10.0.0.2" : "10.0.0.2";
        QCOMPARE(clientOf(field + "\r\n" + name + ": " + added + ", " + second + "\r\n"), "203.0.113.9");
    }
}

void ClientAddressTest::bothFieldsCountWhenTheyAgree_data()
{
    QTest::addColumn<QByteArray>("forwarded");
    QTest::addColumn<QByteArray>("xForwardedFor");
    QTest::addColumn<QByteArray>("client");
    const auto add = [](const char *forwarded, const char *xForwardedFor, const char *client) {
        QTest::addRow("%s and %s", forwarded, xForwardedFor)
            << QByteArray(forwarded) << QByteArray(xForwardedFor) << QByteArray(client);
    };
    add("for=203.0.113.9", "203.0.113.9", "203.0.113.9");
    add("for=\"203.0.113.9:4711\"", "203.0.113.9", "203.0.113.9");
    add("for=203.0.113.9, for=10.0.0.2", "198.51.100.1, 203.0.113.9", "203.0.113.9");
    // One of the two is the client's invention, and it does not matter which.
    add("for=198.51.100.1", "203.0.113.9", itself);
    add("for=203.0.113.9", "198.51.100.1", itself);
    add("for=unknown", "203.0.113.9", itself);
    add("malformed", "203.0.113.9", itself);
    add("", "203.0.113.9", itself);
    add("for=203.0.113.9", "", itself);
    add("for=10.0.0.2", "203.0.113.9", itself);
}

void ClientAddressTest::bothFieldsCountWhenTheyAgree()
{
    QFETCH(QByteArray, forwarded);
    QFETCH(QByteArray, xForwardedFor);
    QFETCH(QByteArray, client);
    const QByteArray first = "Forwarded: " + forwarded + "\r\n";
    const QByteArray second = "X-Forwarded-For: " + xForwardedFor + "\r\n";
    QCOMPARE(clientOf(first + second), client);
    QCOMPARE(clientOf(second + first), client);
}

void ClientAddressTest::theWalkIsBounded()
{
    const QByteArray hops = QByteArray(", 10.0.0.2").repeated(31);
    QCOMPARE(clientOf("X-Forwarded-For: 203.0.113.9" + hops + "\r\n"), "203.0.113.9");
    QCOMPARE(clientOf("X-Forwarded-For: 203.0.113.9, 10.0.0.3" + hops + "\r\n"), "10.0.0.3");
    const QByteArray elements = QByteArray(", for=10.0.0.2").repeated(31);
    QCOMPARE(clientOf("Forwarded: for=203.0.113.9" + elements + "\r\n"), "203.0.113.9");
    QCOMPARE(clientOf("Forwarded: for=203.0.113.9, for=10.0.0.3" + elements + "\r\n"), "10.0.0.3");
}

void ClientAddressTest::aListThatFillsTheHeadIsReadInLinearTime()
{
    // The time of the test is what would show it; what it answers is checked beside.
    for (int i = 0; i < 1000; ++i) {
        QCOMPARE(clientOf("X-Forwarded-For:" + QByteArray(8000, ',') + "\r\n"), itself);
        QCOMPARE(clientOf("Forwarded:" + QByteArray(8000, ';') + "\r\n"), itself);
        QCOMPARE(clientOf("Forwarded: for=\"" + QByteArray(8000, '\\') + "\r\n"), itself);
        QCOMPARE(clientOf("X-Forwarded-Proto:" + QByteArray(8000, ',') + "\r\n"), itself);
    }
}

void ClientAddressTest::aSecureClientIsToldByItsProxy_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("answer"); // empty: nobody said
    const auto add = [](const char *name, const char *fields, const char *answer) {
        QTest::newRow(name) << QByteArray(fields) << QByteArray(answer);
    };
    add("nothing", "", "");
    add("https", "X-Forwarded-Proto: https\r\n", "yes");
    add("in capitals", "X-Forwarded-Proto: HTTPS\r\n", "yes");
    add("wss", "X-Forwarded-Proto: wss\r\n", "yes");
    add("http", "X-Forwarded-Proto: http\r\n", "no");
    add("ws", "X-Forwarded-Proto: ws\r\n", "no");
    add("empty", "X-Forwarded-Proto:\r\n", "no");
    add("something else", "X-Forwarded-Proto: httpsx\r\n", "no");
    add("with an address", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n", "yes");
    add("an address alone", "X-Forwarded-For: 203.0.113.9\r\n", "");
    add("spoofed, the proxy appends", "X-Forwarded-For: 1.2.3.4, 203.0.113.9\r\nX-Forwarded-Proto: https, http\r\n",
        "no");
    add("spoofed, the proxy adds",
        "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n"
        "X-Forwarded-Proto: http\r\n",
        "no");
    add("two proxies, TLS to the first",
        "X-Forwarded-For: 203.0.113.9, 10.0.0.2\r\nX-Forwarded-Proto: https, http\r\n", "yes");
    add("two proxies, TLS between them",
        "X-Forwarded-For: 203.0.113.9, 10.0.0.2\r\nX-Forwarded-Proto: http, https\r\n", "no");
    add("two proxies, the first alone says", "X-Forwarded-For: 203.0.113.9, 10.0.0.2\r\nX-Forwarded-Proto: https\r\n",
        "yes");
    add("an invented list cannot point at an invented scheme",
        "X-Forwarded-For: 10.0.0.3, 10.0.0.2\r\nForwarded: for=203.0.113.9\r\nX-Forwarded-Proto: https, http\r\n",
        "no");
    add("Forwarded, https", "Forwarded: for=203.0.113.9;proto=https\r\n", "yes");
    add("Forwarded, quoted", "Forwarded: for=203.0.113.9;proto=\"https\"\r\n", "yes");
    add("Forwarded, http", "Forwarded: for=203.0.113.9;proto=http\r\n", "no");
    add("Forwarded, hidden client", "Forwarded: for=_hidden;proto=https\r\n", "yes");
    add("Forwarded, no client", "Forwarded: proto=https\r\n", "yes");
    add("Forwarded, spoofed", "Forwarded: for=1.2.3.4;proto=https, for=203.0.113.9;proto=http\r\n", "no");
    add("Forwarded, spoofed, the proxy is silent", "Forwarded: for=1.2.3.4;proto=https, for=203.0.113.9\r\n", "");
    add("Forwarded, two proxies", "Forwarded: for=203.0.113.9;proto=https, for=10.0.0.2;proto=http\r\n", "yes");
    add("Forwarded, malformed", "Forwarded: for=203.0.113.9;proto=https;\"\r\n", "");
    add("both say so", "Forwarded: for=203.0.113.9;proto=https\r\nX-Forwarded-Proto: https\r\n", "yes");
    add("one says so", "Forwarded: for=203.0.113.9;proto=https\r\nX-Forwarded-Proto: http\r\n", "no");
    add("the other says so", "Forwarded: for=203.0.113.9;proto=http\r\nX-Forwarded-Proto: https\r\n", "no");
}

void ClientAddressTest::aSecureClientIsToldByItsProxy()
{
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, answer);
    const auto isSecure = originOf(fields).isSecure;
    QCOMPARE(QByteArray(isSecure ? (*isSecure ? "yes" : "no") : ""), answer);
}

void ClientAddressTest::anUntrustedPeerCannotCallItselfSecure()
{
    for (const char *fields : {"X-Forwarded-Proto: https\r\n", "Forwarded: for=10.0.0.2;proto=https\r\n"})
        QVERIFY(!originOf(fields, "203.0.113.9").isSecure);
}

QTEST_APPLESS_MAIN(ClientAddressTest)
#include "tst_clientaddress.moc"
