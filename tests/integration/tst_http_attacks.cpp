// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/attacktest.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray head = "POST /api/sync/send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
const QByteArray json = R"({"type":"test.event","payload":1,"userId":"u1"})";
const QByteArray length = QByteArray::number(json.size());
const QByteArray hidden = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

QByteArray get(const QByteArray &fields, const QByteArray &target = "/healthz")
{
    return "GET " + target + " HTTP/1.1\r\n" + fields + "\r\n";
}

} // namespace

/// Rows 1 to 3: bytes that are no request, or that two readers could read in two ways. Each is answered once
/// and the connection closed, however the bytes are split.
class TestHttpAttacks : public AttackTest {
    Q_OBJECT

private Q_SLOTS:
    void row01_ambiguousLengthsAreRefusedOnce_data();
    void row01_ambiguousLengthsAreRefusedOnce();
    void row01_aRefusalOfHeadHasNoBody_data();
    void row01_aRefusalOfHeadHasNoBody();
    void row01_malformedChunksAreRefusedOnce_data();
    void row01_malformedChunksAreRefusedOnce();
    void row01_aRequestInABodyIsNotAnswered_data();
    void row01_aRequestInABodyIsNotAnswered();
    void row02_malformedHeadsAreRefused_data();
    void row02_malformedHeadsAreRefused();
    void row02_anUnknownUpgradeIsIgnored_data();
    void row02_anUnknownUpgradeIsIgnored();
    void row03_oversizedHeadsAreRefused_data();
    void row03_oversizedHeadsAreRefused();
    void row03_aHeadWithinTheBoundsIsServed_data();
    void row03_aHeadWithinTheBoundsIsServed();
    void row03_anEndlessHeadIsRefusedBeforeItsEnd_data();
    void row03_anEndlessHeadIsRefusedBeforeItsEnd();
    void row03_anOversizedBodyIsRefusedBeforeItComes_data();
    void row03_anOversizedBodyIsRefusedBeforeItComes();

private:
    void refused(const QByteArray &bytes, const QByteArray &statuses);
};

/// In one piece, and byte by byte; with a valid request behind it, which must not be answered.
void TestHttpAttacks::refused(const QByteArray &bytes, const QByteArray &statuses)
{
    RawConnection whole(port());
    whole.send(bytes + hidden);
    QCOMPARE(statusesUntilClosed(whole), statuses);

    RawConnection pieces(port());
    pieces.sendInPieces(bytes, 1);
    QCOMPARE(statusesUntilClosed(pieces), statuses);
}

void TestHttpAttacks::row01_ambiguousLengthsAreRefusedOnce_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("statuses");

    const QByteArray chunked = "Transfer-Encoding: chunked\r\n";
    const QByteArray known = "Content-Length: " + length + "\r\n";
    QTest::newRow("length and chunked") << known + chunked << "400"_ba;
    QTest::newRow("chunked and length") << chunked + known << "400"_ba;
    QTest::newRow("two lengths") << known + "Content-Length: 0\r\n"
                                 << "400"_ba;
    QTest::newRow("the same length twice") << known + known << "400"_ba;
    QTest::newRow("lengths as a list") << "Content-Length: " + length + ", " + length + "\r\n"
                                       << "400"_ba;
    QTest::newRow("empty length") << "Content-Length:\r\n"_ba
                                  << "400"_ba;
    QTest::newRow("plus sign") << "Content-Length: +5\r\n"_ba
                               << "400"_ba;
    QTest::newRow("minus sign") << "Content-Length: -5\r\n"_ba
                                << "400"_ba;
    QTest::newRow("hexadecimal") << "Content-Length: 0x5\r\n"_ba
                                 << "400"_ba;
    QTest::newRow("fraction") << "Content-Length: 5.0\r\n"_ba
                              << "400"_ba;
    QTest::newRow("blank within") << "Content-Length: 4 7\r\n"_ba
                                  << "400"_ba;
    QTest::newRow("blank before the colon") << "Content-Length : 5\r\n"_ba
                                            << "400"_ba;
    QTest::newRow("other digits") << "Content-Length: \xd9\xa5\r\n"_ba
                                  << "400"_ba;
    QTest::newRow("chunked twice") << chunked + chunked << "400"_ba;
    QTest::newRow("chunked twice in a list") << "Transfer-Encoding: chunked, chunked\r\n"_ba
                                             << "400"_ba;
    QTest::newRow("chunked not last") << "Transfer-Encoding: chunked, identity\r\n"_ba
                                      << "400"_ba;
    QTest::newRow("blank before the colon of chunked") << "Transfer-Encoding : chunked\r\n"_ba
                                                       << "400"_ba;
    QTest::newRow("vertical tab") << "Transfer-Encoding: \x0b"_ba
                                     "chunked\r\n"_ba
                                  << "400"_ba;
    QTest::newRow("quoted") << "Transfer-Encoding: \"chunked\"\r\n"_ba
                            << "400"_ba;
    QTest::newRow("empty coding") << "Transfer-Encoding:\r\n"_ba
                                  << "400"_ba;
    QTest::newRow("folded") << "Transfer-Encoding:\r\n chunked\r\n"_ba
                            << "400"_ba;
    QTest::newRow("bare LF ends a field") << "X: a\nTransfer-Encoding: chunked\r\n"_ba
                                          << "400"_ba;
    QTest::newRow("bare CR ends a field") << "X: a\rTransfer-Encoding: chunked\r\n"_ba
                                          << "400"_ba;
}

void TestHttpAttacks::row01_ambiguousLengthsAreRefusedOnce()
{
    QFETCH(const QByteArray, fields);
    QFETCH(const QByteArray, statuses);

    refused(head + fields + "\r\n" + json, statuses);
    QCOMPARE(witness().isServed(), true);
    HttpClient client(port());
    QCOMPARE(poll(client, "userId=u1").payloads(), ""_ba);
}

void TestHttpAttacks::row01_aRefusalOfHeadHasNoBody_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<HttpFields>("fields");

    QTest::newRow("another authority") << "http://evil.example/api/sync/poll"_ba << HttpFields{};
    QTest::newRow("target") << "*"_ba << HttpFields{};
    QTest::newRow("field") << "/"_ba << HttpFields{{"A B", "1"}};
    QTest::newRow("upgrade") << "/ws"_ba << upgradeFields();
}

void TestHttpAttacks::row01_aRefusalOfHeadHasNoBody()
{
    QFETCH(const QByteArray, target);
    QFETCH(const HttpFields, fields);

    // A proxy that keeps the connection would take a body for the answer to whoever asks next.
    HttpClient client(port());
    QCOMPARE(client.request("HEAD", target, fields).status, 400);
    QVERIFY(client.isClosedByPeer());
    HttpClient after(port()); // what was HEAD is forgotten
    QCOMPARE(after.request("HEAD", "/healthz").status, 200);
    QCOMPARE(after.request("GET", "*").problem(), "400 bad_request at head"_ba);
}

void TestHttpAttacks::row01_malformedChunksAreRefusedOnce_data()
{
    QTest::addColumn<QByteArray>("body");

    QTest::newRow("no size") << "\r\nhello\r\n0\r\n\r\n"_ba;
    QTest::newRow("not hexadecimal") << "5g\r\nhello\r\n0\r\n\r\n"_ba;
    QTest::newRow("0x") << "0x5\r\nhello\r\n0\r\n\r\n"_ba;
    QTest::newRow("sign") << "+5\r\nhello\r\n0\r\n\r\n"_ba;
    QTest::newRow("negative") << "-1\r\nhello\r\n0\r\n\r\n"_ba;
    QTest::newRow("blank before the size") << " 5\r\nhello\r\n0\r\n\r\n"_ba;
    QTest::newRow("size over 64 bits") << "10000000000000005\r\nhello\r\n0\r\n\r\n"_ba;
    QTest::newRow("bare LF behind the size") << "5\nhello\r\n0\r\n\r\n"_ba;
    QTest::newRow("bare CR behind the size") << "5\rhello\r\n0\r\n\r\n"_ba;
    QTest::newRow("LF within an extension") << "5;a\nb\r\nhello\r\n0\r\n\r\n"_ba;
    QTest::newRow("NUL within an extension") << "5;a\0b\r\nhello\r\n0\r\n\r\n"_ba;
    QTest::newRow("data longer than its size") << "4\r\nhello\r\n0\r\n\r\n"_ba;
    QTest::newRow("bare LF behind the data") << "5\r\nhello\n0\r\n\r\n"_ba;
    QTest::newRow("bare LF at the end") << "5\r\nhello\r\n0\n\n"_ba;
    QTest::newRow("malformed trailer") << "5\r\nhello\r\n0\r\nno colon\r\n\r\n"_ba;
}

void TestHttpAttacks::row01_malformedChunksAreRefusedOnce()
{
    QFETCH(const QByteArray, body);
    refused(head + "Transfer-Encoding: chunked\r\n\r\n" + body, "400");
}

void TestHttpAttacks::row01_aRequestInABodyIsNotAnswered_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("statuses");

    const QByteArray size = QByteArray::number(hidden.size());
    const QByteArray last = "Connection: close\r\n";
    QTest::newRow("GET with a length") << get("Host: localhost\r\nContent-Length: " + size + "\r\n" + last) + hidden
                                       << "200"_ba;
    QTest::newRow("GET with chunks") << get("Host: localhost\r\nTransfer-Encoding: chunked\r\n" + last)
            + QByteArray::number(hidden.size(), 16) + "\r\n" + hidden + "\r\n0\r\n\r\n"
                                     << "200"_ba;
    QTest::newRow("POST of what is not JSON")
        << head + last + "Content-Length: " + size + "\r\n\r\n" + hidden << "400"_ba;
    QTest::newRow("POST to nowhere") << "POST /nowhere HTTP/1.1\r\nHost: localhost\r\n"_ba + last
            + "Content-Length: " + size + "\r\n\r\n"
            + hidden << "404"_ba;
    QTest::newRow("method not allowed") << "PUT /api/sync/send HTTP/1.1\r\nHost: localhost\r\n"_ba + last
            + "Content-Length: " + size + "\r\n\r\n"
            + hidden << "405"_ba;
}

void TestHttpAttacks::row01_aRequestInABodyIsNotAnswered()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, statuses);

    for (const qsizetype pieceSize : {bytes.size(), qsizetype(1)}) {
        RawConnection connection(port());
        connection.sendInPieces(bytes, pieceSize);
        QCOMPARE(statusesUntilClosed(connection), statuses);
    }
}

void TestHttpAttacks::row02_malformedHeadsAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("statuses");

    const QByteArray host = "Host: localhost\r\n";
    const QByteArray end = host + "\r\n";
    QTest::newRow("no Host") << get("") << "400"_ba;
    QTest::newRow("two Hosts") << get(host + host) << "400"_ba;
    QTest::newRow("Host with a blank") << get("Host: local host\r\n") << "400"_ba;
    QTest::newRow("Host with a path") << get("Host: localhost/x\r\n") << "400"_ba;
    QTest::newRow("Host with a user") << get("Host: a@localhost\r\n") << "400"_ba;
    QTest::newRow("empty Host") << get("Host:\r\n") << "400"_ba;
    QTest::newRow("NUL in the target") << get(host, "/health\0z"_ba) << "400"_ba;
    QTest::newRow("control in the target") << get(host, "/health\x01z") << "400"_ba;
    QTest::newRow("byte over 0x7f in the target") << get(host, "/\xc3\xa9") << "400"_ba;
    QTest::newRow("malformed escape") << get(host, "/api/sync/poll?userId=%zz") << "400"_ba;
    QTest::newRow("escape cut short") << get(host, "/api/sync/poll?userId=%4") << "400"_ba;
    QTest::newRow("no path") << get(host, "healthz") << "400"_ba;
    QTest::newRow("fragment") << get(host, "/healthz#x") << "400"_ba;
    QTest::newRow("NUL in a value") << get(host + "X: a\0b\r\n"_ba) << "400"_ba;
    QTest::newRow("control in a value") << get(host + "X: a\x1b[2J\r\n") << "400"_ba;
    QTest::newRow("DEL in a value") << get(host + "X: a\x7f\r\n") << "400"_ba;
    QTest::newRow("NUL in a name") << get(host + "X\0Y: a\r\n"_ba) << "400"_ba;
    QTest::newRow("blank in a name") << get(host + "X Y: a\r\n") << "400"_ba;
    QTest::newRow("empty name") << get(host + ": a\r\n") << "400"_ba;
    QTest::newRow("no colon") << get(host + "X\r\n") << "400"_ba;
    QTest::newRow("blank before the colon") << get(host + "X : a\r\n") << "400"_ba;
    QTest::newRow("folded line") << get(host + "X: a\r\n b\r\n") << "400"_ba;
    QTest::newRow("folded line first") << get(" X: a\r\n" + host) << "400"_ba;
    QTest::newRow("bare LF") << "GET /healthz HTTP/1.1\nHost: localhost\n\n"_ba
                             << "400"_ba;
    QTest::newRow("bare LF in the end") << "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\n"_ba
                                        << "400"_ba;
    QTest::newRow("bare CR") << get(host + "X: a\rb\r\n") << "400"_ba;
    QTest::newRow("method with a delimiter") << "GE(T /healthz HTTP/1.1\r\n" + end << "400"_ba;
    QTest::newRow("method with a control") << "G\x01T /healthz HTTP/1.1\r\n" + end << "400"_ba;
    QTest::newRow("empty method") << " /healthz HTTP/1.1\r\n" + end << "400"_ba;
    QTest::newRow("two blanks") << "GET  /healthz HTTP/1.1\r\n" + end << "400"_ba;
    QTest::newRow("tab for a blank") << "GET\t/healthz HTTP/1.1\r\n" + end << "400"_ba;
    QTest::newRow("blank behind the version") << "GET /healthz HTTP/1.1 \r\n" + end << "400"_ba;
    QTest::newRow("no version") << "GET /healthz\r\n" + end << "400"_ba;
    QTest::newRow("HTTP/0.9") << "GET /healthz\r\n"_ba
                              << "400"_ba;
    QTest::newRow("version in lower case") << "GET /healthz http/1.1\r\n" + end << "400"_ba;
    QTest::newRow("not a version") << "GET /healthz HTTP/x.1\r\n" + end << "400"_ba;
    QTest::newRow("HTTP/1.10") << "GET /healthz HTTP/1.10\r\n" + end << "400"_ba;
    QTest::newRow("HTTP/2.0") << "GET /healthz HTTP/2.0\r\n" + end << "505"_ba;
    QTest::newRow("HTTP/3.0") << "GET /healthz HTTP/3.0\r\n" + end << "505"_ba;
    QTest::newRow("preface of HTTP/2") << "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"_ba
                                       << "505"_ba;
    QTest::newRow("TLS hello") << "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"_ba
                               << "400"_ba;
    QTest::newRow("text") << "hello\r\n\r\n"_ba
                          << "400"_ba;
}

void TestHttpAttacks::row02_malformedHeadsAreRefused()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, statuses);
    refused(bytes, statuses);
}

void TestHttpAttacks::row02_anUnknownUpgradeIsIgnored_data()
{
    QTest::addColumn<QByteArray>("fields");

    QTest::newRow("h2c")
        << "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAARAAAAA\r\n"_ba;
    QTest::newRow("TLS/1.0") << "Upgrade: TLS/1.0\r\nConnection: Upgrade\r\n"_ba;
    QTest::newRow("without a name") << "Connection: Upgrade\r\n"_ba;
}

void TestHttpAttacks::row02_anUnknownUpgradeIsIgnored()
{
    QFETCH(const QByteArray, fields);

    HttpClient client(port());
    QVERIFY(client.sendRaw(get("Host: localhost\r\n" + fields)));
    QCOMPARE(client.readResponse().status, 200);
    QCOMPARE(client.get("/healthz").status, 200);
}

void TestHttpAttacks::row03_oversizedHeadsAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("statuses");

    const QByteArray host = "Host: localhost\r\n";
    const QByteArray big(100'000, 'a');
    QByteArray upgrade = upgradeRequest();
    upgrade.chop(2);
    QTest::newRow("target of 100 KB") << get(host, '/' + big) << "414"_ba;
    QTest::newRow("query of 100 KB") << get(host, "/healthz?" + big) << "414"_ba;
    QTest::newRow("target of 9 KiB") << get(host, '/' + QByteArray(9 * 1024, 'a')) << "414"_ba;
    QTest::newRow("method of 100 KB") << big.toUpper() + " / HTTP/1.1\r\n" + host + "\r\n"
                                      << "400"_ba;
    QTest::newRow("value of 100 KB") << get(host + "X: " + big + "\r\n") << "431"_ba;
    QTest::newRow("name of 100 KB") << get(host + big + ": x\r\n") << "431"_ba;
    QTest::newRow("head of 17 KiB") << get(host + ("X: " + QByteArray(1000, 'a') + "\r\n").repeated(17)) << "431"_ba;
    QTest::newRow("101 fields") << get(host + "X: a\r\n"_ba.repeated(100)) << "431"_ba;
    QTest::newRow("10000 fields") << get(host + "X: a\r\n"_ba.repeated(10'000)) << "431"_ba;
    QTest::newRow("2000 fields on an upgrade") << upgrade + "X: a\r\n"_ba.repeated(2000) + "\r\n"
                                               << "431"_ba;
}

void TestHttpAttacks::row03_oversizedHeadsAreRefused()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, statuses);

    for (const qsizetype pieceSize : {bytes.size(), qsizetype(777)}) {
        RawConnection connection(port());
        connection.sendInPieces(bytes, pieceSize); // may end early: the server has said enough
        QCOMPARE(statusesUntilClosed(connection), statuses);
    }
}

void TestHttpAttacks::row03_aHeadWithinTheBoundsIsServed_data()
{
    QTest::addColumn<QByteArray>("bytes");

    const QByteArray host = "Host: localhost\r\n";
    QTest::newRow("100 fields") << get(host + "X: a\r\n"_ba.repeated(99));
    QTest::newRow("15 KiB") << get(host + ("X: " + QByteArray(1000, 'a') + "\r\n").repeated(15));
    QTest::newRow("target of 7 KiB") << get(host, "/healthz?" + QByteArray(7 * 1024, 'a'));
}

void TestHttpAttacks::row03_aHeadWithinTheBoundsIsServed()
{
    QFETCH(const QByteArray, bytes);

    HttpClient client(port());
    QVERIFY(client.sendRaw(bytes));
    QCOMPARE(client.readResponse().status, 200);
}

void TestHttpAttacks::row03_anEndlessHeadIsRefusedBeforeItsEnd_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("status");

    QTest::newRow("method") << ""_ba
                            << "HTTP/1.1 400 "_ba;
    QTest::newRow("target") << "GET /"_ba
                            << "HTTP/1.1 414 "_ba;
    QTest::newRow("name") << "GET / HTTP/1.1\r\nHost: localhost\r\n"_ba
                          << "HTTP/1.1 431 "_ba;
    QTest::newRow("value") << "GET / HTTP/1.1\r\nHost: localhost\r\nX: "_ba
                           << "HTTP/1.1 431 "_ba;
}

void TestHttpAttacks::row03_anEndlessHeadIsRefusedBeforeItsEnd()
{
    QFETCH(const QByteArray, start);
    QFETCH(const QByteArray, status);

    RawConnection connection(port());
    QVERIFY(connection.send(start));
    // A client that never stops: the answer is there before it is through, and so is the end.
    const QByteArray piece(16 * 1024, 'A');
    const qint64 before = server().residentBytes();
    qsizetype sent = 0;
    while (connection.buffered().isEmpty() && sent < 64 * 1024 * 1024 && connection.send(piece)) {
        sent += piece.size();
        connection.receiveAvailable();
    }
    QVERIFY(sent < 64 * 1024 * 1024);
    QVERIFY(connection.readUntil("\r\n").startsWith(status));
    QVERIFY(isSanitized() || server().residentBytes() - before < 4 * 1024 * 1024);
}

void TestHttpAttacks::row03_anOversizedBodyIsRefusedBeforeItComes_data()
{
    QTest::addColumn<QByteArray>("start");

    QTest::newRow("length over 1 MiB") << head + "Content-Length: 1048577\r\n\r\n";
    QTest::newRow("length of 2^63") << head + "Content-Length: 9223372036854775808\r\n\r\n";
    QTest::newRow("length of 40 digits") << head + "Content-Length: " + QByteArray(40, '9') + "\r\n\r\n";
    QTest::newRow("chunk over 1 MiB") << head + "Transfer-Encoding: chunked\r\n\r\n100001\r\n";
    QTest::newRow("chunk of 2^63") << head + "Transfer-Encoding: chunked\r\n\r\n8000000000000000\r\n";
    QTest::newRow("many chunks") << head + "Transfer-Encoding: chunked\r\n\r\n"
            + ("8000\r\n" + QByteArray(0x8000, 'a') + "\r\n").repeated(33);
    QTest::newRow("endless extensions") << head + "Transfer-Encoding: chunked\r\n\r\n1;" + QByteArray(70'000, 'a');
    QTest::newRow("endless trailers") << head + "Transfer-Encoding: chunked\r\n\r\n0\r\n"
            + "X: a\r\n"_ba.repeated(20'000);
}

void TestHttpAttacks::row03_anOversizedBodyIsRefusedBeforeItComes()
{
    QFETCH(const QByteArray, start);

    RawConnection connection(port());
    connection.send(start);
    const QByteArray statuses = statusesUntilClosed(connection);
    QVERIFY2(statuses == "413" || statuses == "400" || statuses == "431", statuses);
}

QTEST_GUILESS_MAIN(TestHttpAttacks)
#include "tst_http_attacks.moc"
