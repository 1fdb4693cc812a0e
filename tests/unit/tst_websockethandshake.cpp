// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/websockethandshake.h"

#include "server/transport/httpreader.h"

#include <QTest>

using namespace relais;
using namespace relais::server;

namespace {

const HttpLimits limits;
const QByteArray key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const QByteArray version = "Sec-WebSocket-Version: 13\r\n";
const QByteArray upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";

HttpRequest read(const QByteArray &bytes)
{
    HttpReader reader(limits);
    reader.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    return reader.state() == HttpReader::State::Complete ? reader.takeRequest() : HttpRequest();
}

HttpRequest readGet(const QByteArray &fields)
{
    return read("GET /ws?since=0 HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
}

} // namespace

class WebSocketHandshakeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBrowsersUpgradeIsAccepted();
    void protocolsKeepTheirOrderOverAllFields();
    void extensionsAreIgnored_data();
    void extensionsAreIgnored();
    void wrongUpgradesAreRefused_data();
    void wrongUpgradesAreRefused();
    void malformedProtocolsAreRefused_data();
    void malformedProtocolsAreRefused();
    void blanksInAProtocolListAreSkipped();
    void anUpgradeIsRecognisedByItsToken();
};

void WebSocketHandshakeTest::aBrowsersUpgradeIsAccepted()
{
    const HttpRequest request = readGet(
        "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nOrigin: https://a.example\r\n" + key + version
        + "Sec-WebSocket-Protocol: relais.v1, bearer.eyJhbGciOiJIUzI1NiJ9.e30.-_x\r\n"
          "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");
    const Result<WebSocketHandshake> handshake = checkWebSocketHandshake(request);
    QVERIFY(handshake.ok());
    QCOMPARE(handshake->key, std::string("dGhlIHNhbXBsZSBub25jZQ=="));
    QCOMPARE(handshake->origin, std::string("https://a.example"));
    QCOMPARE(handshake->protocols, (std::vector<std::string>{"relais.v1", "bearer.eyJhbGciOiJIUzI1NiJ9.e30.-_x"}));
}

void WebSocketHandshakeTest::protocolsKeepTheirOrderOverAllFields()
{
    const Result<WebSocketHandshake> handshake = checkWebSocketHandshake(
        readGet(upgrade + key + version + "Sec-WebSocket-Protocol: c,a\r\nSec-WebSocket-Protocol: b\r\n"));
    QVERIFY(handshake.ok());
    QCOMPARE(handshake->protocols, (std::vector<std::string>{"c", "a", "b"}));
    QVERIFY(!handshake->origin);
}

void WebSocketHandshakeTest::extensionsAreIgnored_data()
{
    QTest::addColumn<QByteArray>("offer");
    for (const char *bits : {"0", "7", "16", "999", "x"}) // attack 4
        QTest::newRow(bits) << QByteArray("permessage-deflate; server_max_window_bits=") + bits;
    QTest::newRow("malformed") << QByteArray(";;=,,\"");
    QTest::newRow("blanks") << "a" + QByteArray(15000, ' ') + "b";
}

void WebSocketHandshakeTest::extensionsAreIgnored()
{
    QFETCH(QByteArray, offer);
    QVERIFY(checkWebSocketHandshake(readGet(upgrade + key + version + "Sec-WebSocket-Extensions: " + offer + "\r\n"))
                .ok());
}

void WebSocketHandshakeTest::wrongUpgradesAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("at");
    const QByteArray get = "GET /ws HTTP/1.1\r\nHost: a\r\n";
    const QByteArray rest = key + version;
    const auto add = [](const char *name, const QByteArray &bytes, int status, const char *at) {
        QTest::newRow(name) << bytes + "\r\n" << status << QByteArray(at);
    };
    add("plain GET", get, 426, "Upgrade");
    add("other upgrade", get + "Upgrade: h2c\r\nConnection: Upgrade\r\n" + rest, 426, "Upgrade");
    add("token within a word", get + "Upgrade: websockets\r\nConnection: Upgrade\r\n" + rest, 426, "Upgrade");
    add("POST", "POST /ws HTTP/1.1\r\nHost: a\r\n" + upgrade + rest, 400, "method");
    add("HEAD", "HEAD /ws HTTP/1.1\r\nHost: a\r\n" + upgrade + rest, 400, "method");
    add("HTTP/1.0", "GET /ws HTTP/1.0\r\nHost: a\r\n" + upgrade + rest, 400, "version");
    add("no Connection", get + "Upgrade: websocket\r\n" + rest, 400, "Connection");
    add("Connection without it", get + "Upgrade: websocket\r\nConnection: close\r\n" + rest, 400, "Connection");
    add("no version", get + upgrade + key, 400, "Sec-WebSocket-Version");
    add("doubled version", get + upgrade + key + version + version, 400, "Sec-WebSocket-Version");
    add("older version", get + upgrade + key + "Sec-WebSocket-Version: 8\r\n", 426, "Sec-WebSocket-Version");
    add("version with a zero", get + upgrade + key + "Sec-WebSocket-Version: 013\r\n", 426, "Sec-WebSocket-Version");
    add("no key", get + upgrade + version, 400, "Sec-WebSocket-Key");
    add("doubled key", get + upgrade + version + key + key, 400, "Sec-WebSocket-Key");
    for (const char *bad : {"", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZWFi",
                            "dGhlIHNhbXBsZSBub25j", "dGhlIHNhbXBsZSBub25jZWFiYQ==", "dGhlIHNhbXBs-SBub25jZQ=="})
        add(*bad ? bad : "empty key", get + upgrade + version + "Sec-WebSocket-Key: " + bad + "\r\n", 400,
            "Sec-WebSocket-Key");
    add("two origins", get + upgrade + rest + "Origin: https://a\r\nOrigin: https://b\r\n", 400, "Origin");
    add("chunked", get + upgrade + rest + "Transfer-Encoding: chunked\r\n\r\n0\r\n", 400, "body");
    QTest::newRow("body") << get + upgrade + rest + "Content-Length: 2\r\n\r\nhi" << 400 << QByteArray("body");
}

void WebSocketHandshakeTest::wrongUpgradesAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    QFETCH(QByteArray, at);
    const HttpRequest request = read(bytes);
    QVERIFY(!request.method().empty());
    const Result<WebSocketHandshake> handshake = checkWebSocketHandshake(request);
    QVERIFY(!handshake.ok());
    QCOMPARE(handshake.error().info().httpStatus, status);
    QCOMPARE(handshake.error().at, at.toStdString());
    QVERIFY(!handshake.error().detail.empty());
}

void WebSocketHandshakeTest::malformedProtocolsAreRefused_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("blank inside") << QByteArray("relais v1");
    QTest::newRow("many blanks inside") << "a" + QByteArray(15000, ' ') + "b"; // attack 4
    QTest::newRow("quoted") << QByteArray("\"relais.v1\"");
    QTest::newRow("slash") << QByteArray("relais/1");
    QTest::newRow("padding") << QByteArray("bearer.abc==");
    QTest::newRow("twice") << QByteArray("relais.v1, bearer.a, relais.v1");
    QByteArray many;
    for (int i = 0; i < 33; ++i)
        many += "p" + QByteArray::number(i) + ",";
    QTest::newRow("too many") << many;
}

void WebSocketHandshakeTest::malformedProtocolsAreRefused()
{
    QFETCH(QByteArray, value);
    const Result<WebSocketHandshake> handshake
        = checkWebSocketHandshake(readGet(upgrade + key + version + "Sec-WebSocket-Protocol: " + value + "\r\n"));
    QVERIFY(!handshake.ok());
    QCOMPARE(handshake.error().code, ErrorCode::BadRequest);
    QCOMPARE(handshake.error().at, std::string("Sec-WebSocket-Protocol"));
}

void WebSocketHandshakeTest::blanksInAProtocolListAreSkipped()
{
    const QByteArray blanks(7000, ' ');
    const Result<WebSocketHandshake> handshake = checkWebSocketHandshake(
        readGet(upgrade + key + version + "Sec-WebSocket-Protocol: " + blanks + ",a" + blanks + ",,\r\n"));
    QVERIFY(handshake.ok());
    QCOMPARE(handshake->protocols, std::vector<std::string>{"a"});
}

void WebSocketHandshakeTest::anUpgradeIsRecognisedByItsToken()
{
    QVERIFY(isWebSocketUpgrade(readGet("Upgrade: h2c, WEBSOCKET\r\n")));
    QVERIFY(!isWebSocketUpgrade(readGet("Upgrade: h2c\r\n")));
    QVERIFY(!isWebSocketUpgrade(readGet("X-Upgrade: websocket\r\n")));
}

QTEST_APPLESS_MAIN(WebSocketHandshakeTest)
#include "tst_websockethandshake.moc"
