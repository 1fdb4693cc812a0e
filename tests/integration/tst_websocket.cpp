// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QTest>

#include "tests/support/serverprocess.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// PROTOCOL.md section 5, and section 2 over WebSocket.
class TestWebSocket : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_server = std::make_unique<ServerProcess>(); }
    void cleanup() { m_server.reset(); }

    void isGreetedFirst();
    void withoutUserOnlyBroadcastsAreSeen();
    void withoutSinceOnlyWhatIsNewIsSeen();
    void theBacklogComesFirstThenWhatIsNew();
    void aCursorResumesWhereItStood();
    void anUnknownCursorIsReset_data();
    void anUnknownCursorIsReset();
    void aMalformedCursorIsRefusedBeforeTheUpgrade_data();
    void aMalformedCursorIsRefusedBeforeTheUpgrade();
    void oneCursorServesBothTransportsInMidStream();
    void nothingIsLostBetweenBacklogAndLive();
    void everyDeviceOfTheUserReceives();
    void aSendIsAcknowledgedWithItsRef();
    void aSendWithoutRefIsAcknowledged();
    void aRepeatUnderItsKeyPublishesNothing();
    void aRefusedSendNamesItsRefAndTheConnectionStays_data();
    void aRefusedSendNamesItsRefAndTheConnectionStays();
    void aSendWithoutUserIsForEveryone();
    void aPingOfTheContractIsAnswered();
    void aPingOfTheProtocolIsAnsweredWithItsPayload();
    void aPongNobodyAskedForIsIgnored();
    void aCloseIsEchoed_data();
    void aCloseIsEchoed();
    void anUpgradeIsRefusedBeforeItIsAnswered_data();
    void anUpgradeIsRefusedBeforeItIsAnswered();
    void theSubprotocolIsAgreedUpon();
    void aFrameBehindTheHandshakeIsRead();
    void anUpgradeMayBePipelinedBehindARequest();

private:
    quint16 port() const { return m_server->port(); }

    std::unique_ptr<ServerProcess> m_server;
};

void TestWebSocket::isGreetedFirst()
{
    HttpClient publisher(port());
    sendMessage(publisher, "1", "u1");
    SyncClient client(port(), "userId=u1&since=0");
    const QJsonObject greeting = client.greeting();
    QVERIFY(!greeting[u"clientId"].toString().isEmpty());
    QCOMPARE(greeting[u"userId"], QJsonValue(u"u1"_s));
    QVERIFY(!client.cursor().isEmpty());
    QCOMPARE(greeting[u"reset"], QJsonValue(false));
    QCOMPARE(greeting[u"heartbeatMs"], QJsonValue(25'000));
    QCOMPARE(greeting[u"reconnectSpreadMs"], QJsonValue(5'000));
    QVERIFY(greeting.contains(u"server"));
    QCOMPARE(client.readPayloads(1), "1"_ba);

    const SyncClient other(port(), "userId=u1");
    QVERIFY(other.greeting()[u"clientId"] != greeting[u"clientId"]);
}

void TestWebSocket::withoutUserOnlyBroadcastsAreSeen()
{
    SyncClient client(port());
    QVERIFY(!client.greeting()[u"userId"].isString());
    HttpClient publisher(port());
    sendMessage(publisher, "1", "u1");
    sendMessage(publisher, "2");
    QCOMPARE(client.readPayloads(1), "2"_ba);
    QVERIFY(client.isQuiet());
}

void TestWebSocket::withoutSinceOnlyWhatIsNewIsSeen()
{
    HttpClient publisher(port());
    sendMessage(publisher, "1", "u1");
    SyncClient client(port(), "userId=u1");
    QVERIFY(!client.isReset());
    sendMessage(publisher, "2", "u1");
    QCOMPARE(client.readPayloads(1), "2"_ba);
    QVERIFY(client.isQuiet());
    QCOMPARE(poll(publisher, "userId=u1&since=" + client.cursor()).payloads(), "2"_ba);
}

void TestWebSocket::theBacklogComesFirstThenWhatIsNew()
{
    HttpClient publisher(port());
    sendMessage(publisher, "1", "u1");
    sendMessage(publisher, "2");
    sendMessage(publisher, "3", "u2");
    sendMessage(publisher, "4", "u1");
    SyncClient client(port(), "userId=u1&since=0");
    QVERIFY(!client.isReset());
    sendMessage(publisher, "5");
    sendMessage(publisher, "6", "u1");
    QCOMPARE(client.readPayloads(5), "1 2 4 5 6"_ba);
    QVERIFY(client.isQuiet());
}

void TestWebSocket::aCursorResumesWhereItStood()
{
    HttpClient publisher(port());
    SyncClient first(port(), "userId=u1");
    sendMessage(publisher, "1", "u1");
    const auto message = first.readMessage();
    QVERIFY(message);
    first.socket().connection().reset();
    sendMessage(publisher, "2", "u1");
    sendMessage(publisher, "3");
    SyncClient second(port(), "userId=u1&since=" + message->id.toByteArray());
    QVERIFY(!second.isReset());
    QCOMPARE(second.readPayloads(2), "2 3"_ba);
    QVERIFY(second.isQuiet());
}

void TestWebSocket::anUnknownCursorIsReset_data()
{
    QTest::addColumn<QByteArray>("since");

    QTest::newRow("no cursor at all") << "hello"_ba;
    QTest::newRow("from the future") << "9007199254740991-0"_ba;
    QTest::newRow("from before the log") << "1-0"_ba;
}

void TestWebSocket::anUnknownCursorIsReset()
{
    QFETCH(const QByteArray, since);

    HttpClient publisher(port());
    sendMessage(publisher, "1", "u1");
    SyncClient client(port(), "userId=u1&since=" + since);
    QVERIFY(client.isReset());
    QCOMPARE(client.readPayloads(1), "1"_ba);
    QVERIFY(client.isQuiet());
}

void TestWebSocket::aMalformedCursorIsRefusedBeforeTheUpgrade_data()
{
    QTest::addColumn<QByteArray>("since");

    QTest::newRow("empty") << ""_ba;
    QTest::newRow("blank") << "%20"_ba;
    QTest::newRow("control") << "a%0d%0ab"_ba;
    QTest::newRow("not ASCII") << "%c3%a9"_ba;
    QTest::newRow("129 bytes") << QByteArray(129, 'a');
}

void TestWebSocket::aMalformedCursorIsRefusedBeforeTheUpgrade()
{
    QFETCH(const QByteArray, since);
    QCOMPARE(WebSocketClient(port(), "/ws?userId=u1&since=" + since).response().problem(),
             "400 invalid_cursor at since"_ba);
}

void TestWebSocket::oneCursorServesBothTransportsInMidStream()
{
    // Message after message, the reader changes its transport; between two reads there are 0 to 3 messages.
    HttpClient http(port());
    QByteArray cursor = poll(http, "userId=u1").cursor;
    int next = 0;
    for (int round = 0; round < 40; ++round) {
        QByteArrayList expected;
        for (int i = 0; i < round % 4; ++i) {
            expected += QByteArray::number(next);
            sendMessage(http, QByteArray::number(next++), i % 2 ? ""_ba : "u1"_ba);
            sendMessage(http, "\"of another\"", "u2");
        }
        if (round % 2) {
            const Poll answer = poll(http, "userId=u1&since=" + cursor);
            QCOMPARE(answer.payloads(), expected.join(' '));
            QVERIFY(!answer.reset);
            cursor = answer.cursor;
        } else {
            SyncClient client(port(), "userId=u1&since=" + cursor);
            QVERIFY(!client.isReset());
            for (const QByteArray &payload : std::as_const(expected)) {
                const auto message = client.readMessage();
                QVERIFY(message);
                QCOMPARE(QByteArray::number(message->payload.toInt()), payload);
                cursor = message->id.toByteArray();
            }
            QVERIFY(client.isQuiet());
        }
    }
}

void TestWebSocket::nothingIsLostBetweenBacklogAndLive()
{
    // Clients join while a burst is on its way through another connection.
    HttpClient publisher(port());
    for (int i = 0; i < 300; ++i) {
        QVERIFY(
            publisher.sendRequest("POST", "/api/sync/send", {{"Content-Type", "application/json"}},
                                  R"({"type":"test.event","userId":"u1","payload":)" + QByteArray::number(i) + '}'));
    }
    std::vector<SyncClient> clients;
    for (int i = 0; i < 20; ++i)
        clients.emplace_back(port(), "userId=u1&since=0");
    for (int i = 0; i < 300; ++i)
        QCOMPARE(publisher.readResponse().status, 200);
    QByteArrayList expected;
    for (int i = 0; i < 300; ++i)
        expected += QByteArray::number(i);
    for (SyncClient &client : clients) {
        QCOMPARE(client.readPayloads(300), expected.join(' '));
        QVERIFY(client.isQuiet());
    }
}

void TestWebSocket::everyDeviceOfTheUserReceives()
{
    SyncClient phone(port(), "userId=u1");
    SyncClient laptop(port(), "userId=u1");
    SyncClient other(port(), "userId=u2");
    QVERIFY(phone.send(R"({"type":"note.saved","payload":7,"userId":"u1","ref":"r"})"));
    QCOMPARE(laptop.readPayloads(1), "7"_ba);
    // The sender is a device of the user as well; ack and message may come in either order.
    bool isAcknowledged = false;
    bool isReceived = false;
    for (int i = 0; i < 2; ++i) {
        const QJsonObject object = phone.readObject();
        isAcknowledged = isAcknowledged || object[u"type"] == QJsonValue(u"sync.ack"_s);
        isReceived = isReceived || object[u"type"] == QJsonValue(u"note.saved"_s);
    }
    QVERIFY(isAcknowledged);
    QVERIFY(isReceived);
    QVERIFY(other.isQuiet());
}

void TestWebSocket::aSendIsAcknowledgedWithItsRef()
{
    HttpClient http(port());
    SyncClient client(port(), "userId=u1");
    QVERIFY(client.send(R"({"type":"test.event","payload":1,"userId":"u2","ref":"r\u00e9f 1"})"));
    const QJsonObject ack = client.readPayloadOf("sync.ack");
    QCOMPARE(ack[u"ref"], QJsonValue(u"r\u00e9f 1"_s));
    QCOMPARE(ack[u"duplicate"], QJsonValue(false));
    const Poll answer = poll(http, "userId=u2");
    QCOMPARE(answer.payloads(), "1"_ba);
    QCOMPARE(answer.messages.front().id.toByteArray(), ack[u"id"].toString().toUtf8());
}

void TestWebSocket::aSendWithoutRefIsAcknowledged()
{
    SyncClient client(port(), "userId=u1");
    QVERIFY(client.send(R"({"type":"test.event","payload":1,"userId":"u2"})"));
    const QJsonObject ack = client.readPayloadOf("sync.ack");
    QVERIFY(!ack.contains(u"ref"));
    QVERIFY(LogId::parse(ack[u"id"].toString().toUtf8()).ms > 0);
}

void TestWebSocket::aRepeatUnderItsKeyPublishesNothing()
{
    HttpClient http(port());
    SyncClient client(port(), "userId=u1");
    const QByteArray frame = R"({"type":"test.event","payload":1,"userId":"u2","ref":"a","idempotencyKey":"k"})";
    QVERIFY(client.send(frame));
    QVERIFY(client.send(frame));
    const QJsonObject first = client.readPayloadOf("sync.ack");
    const QJsonObject second = client.readPayloadOf("sync.ack");
    QCOMPARE(first[u"duplicate"], QJsonValue(false));
    QCOMPARE(second[u"duplicate"], QJsonValue(true));
    QCOMPARE(second[u"id"], first[u"id"]);
    QCOMPARE(poll(http, "userId=u2").payloads(), "1"_ba);
    QVERIFY(client.send(R"({"type":"test.event","payload":2,"userId":"u2","ref":"b","idempotencyKey":"k"})"));
    const QJsonObject error = client.readPayloadOf("sync.error");
    QCOMPARE(error[u"code"], QJsonValue(u"idempotency_mismatch"_s));
    QCOMPARE(error[u"ref"], QJsonValue(u"b"_s));
}

void TestWebSocket::aRefusedSendNamesItsRefAndTheConnectionStays_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("hasRef");

    QTest::newRow("reserved type") << R"({"ref":"r","type":"sync.force","payload":{}})"_ba << u"reserved_type"_s
                                   << true;
    QTest::newRow("greeting of the server")
        << R"({"ref":"r","type":"sync.connected","payload":{}})"_ba << u"reserved_type"_s << true;
    QTest::newRow("malformed type") << R"({"ref":"r","type":"No","payload":{}})"_ba << u"invalid_type"_s << true;
    QTest::newRow("no payload") << R"({"ref":"r","type":"a"})"_ba << u"invalid_field"_s << true;
    QTest::newRow("user of the wrong type")
        << R"({"ref":"r","type":"a","payload":1,"userId":5})"_ba << u"invalid_user"_s << true;
    QTest::newRow("user malformed") << R"({"ref":"r","type":"a","payload":1,"userId":""})"_ba << u"invalid_user"_s
                                    << true;
    QTest::newRow("ref of the wrong type") << R"({"ref":5,"type":"a","payload":1})"_ba << u"invalid_field"_s << false;
    QTest::newRow("not JSON") << R"({"ref":"r",)"_ba << u"invalid_json"_s << false;
    QTest::newRow("empty") << ""_ba << u"invalid_json"_s << false;
    QTest::newRow("not an object") << "[1]"_ba << u"invalid_field"_s << false;
}

void TestWebSocket::aRefusedSendNamesItsRefAndTheConnectionStays()
{
    QFETCH(const QByteArray, frame);
    QFETCH(const QString, code);
    QFETCH(const bool, hasRef);

    SyncClient client(port(), "userId=u1&since=0");
    QVERIFY(client.send(frame));
    const QJsonObject error = client.readPayloadOf("sync.error");
    QCOMPARE(error[u"code"].toString(), code);
    QVERIFY(!error[u"title"].toString().isEmpty());
    QVERIFY(!error[u"detail"].toString().isEmpty());
    QCOMPARE(error.contains(u"ref"), hasRef);
    QVERIFY(!hasRef || error[u"ref"] == QJsonValue(u"r"_s));
    QVERIFY(client.isQuiet());
}

void TestWebSocket::aSendWithoutUserIsForEveryone()
{
    SyncClient sender(port());
    SyncClient other(port(), "userId=u2");
    QVERIFY(sender.send(R"({"type":"test.event","payload":1})"));
    const auto message = other.readMessage();
    QVERIFY(message);
    QVERIFY(!message->userId);
    QCOMPARE(message->payload.toInt(), 1);
}

void TestWebSocket::aPingOfTheContractIsAnswered()
{
    SyncClient client(port(), "userId=u1");
    QVERIFY(client.send(R"({"type":"sync.ping"})"));
    QVERIFY(client.readPayloadOf("sync.pong")[u"timestamp"].toInteger() > 1'700'000'000'000);
    QVERIFY(client.send(R"({"type":"sync.ping","payload":{"any":1}})"));
    QVERIFY(client.readPayloadOf("sync.pong")[u"timestamp"].toInteger() > 1'700'000'000'000);
}

void TestWebSocket::aPingOfTheProtocolIsAnsweredWithItsPayload()
{
    SyncClient client(port(), "userId=u1");
    for (const QByteArray &payload : {""_ba, "hello"_ba, QByteArray(125, '\xff')}) {
        QVERIFY(client.socket().send({WebSocketFrame::Ping, payload}));
        const auto frame = client.socket().readFrame();
        QVERIFY(frame);
        QCOMPARE(frame->opcode, WebSocketFrame::Pong);
        QCOMPARE(frame->payload, payload);
    }
}

void TestWebSocket::aPongNobodyAskedForIsIgnored()
{
    SyncClient client(port(), "userId=u1");
    QVERIFY(client.socket().send({WebSocketFrame::Pong, "hello"}));
    QVERIFY(client.isQuiet());
}

void TestWebSocket::aCloseIsEchoed_data()
{
    QTest::addColumn<int>("code");

    for (const int code : {1000, 1001, 1003, 1007, 1011, 3000, 3999, 4000, 4999})
        QTest::addRow("%d", code) << code;
}

void TestWebSocket::aCloseIsEchoed()
{
    QFETCH(const int, code);

    SyncClient client(port(), "userId=u1");
    QVERIFY(client.socket().sendClose(static_cast<quint16>(code), "leaving"));
    QCOMPARE(client.socket().readCloseCode(), code);
}

void TestWebSocket::anUpgradeIsRefusedBeforeItIsAnswered_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<HttpFields>("fields");
    QTest::addColumn<QByteArray>("problem");

    const QByteArray key = "dGhlIHNhbXBsZSBub25jZQ==";
    const auto fields = [key](const QByteArray &version, const QByteArray &keyValue) {
        return HttpFields{{"Upgrade", "websocket"},
                          {"Connection", "Upgrade"},
                          {"Sec-WebSocket-Key", keyValue},
                          {"Sec-WebSocket-Version", version}};
    };
    QTest::newRow("another path") << "/elsewhere"_ba << fields("13", key) << "404 not_found"_ba;
    QTest::newRow("below the path") << "/ws/x"_ba << fields("13", key) << "404 not_found"_ba;
    QTest::newRow("a path of the API") << "/api/sync/poll"_ba << fields("13", key) << "404 not_found"_ba;
    QTest::newRow("version 8") << "/ws"_ba << fields("8", key) << "426 upgrade_required"_ba;
    QTest::newRow("version 0") << "/ws"_ba << fields("0", key) << "426 upgrade_required"_ba;
    QTest::newRow("version not a number") << "/ws"_ba << fields("13x", key) << "426 upgrade_required"_ba;
    QTest::newRow("empty key") << "/ws"_ba << fields("13", "") << "400 bad_request"_ba;
    QTest::newRow("short key") << "/ws"_ba << fields("13", "dGhlIHNhbXBsZQ==") << "400 bad_request"_ba;
    QTest::newRow("key that is not base64")
        << "/ws"_ba << fields("13", "!!!!!!!!!!!!!!!!!!!!!!==") << "400 bad_request"_ba;
    QTest::newRow("malformed user") << "/ws?userId=%0d%0a"_ba << fields("13", key) << "400 invalid_user at userId"_ba;
}

void TestWebSocket::anUpgradeIsRefusedBeforeItIsAnswered()
{
    QFETCH(const QByteArray, target);
    QFETCH(const HttpFields, fields);
    QFETCH(const QByteArray, problem);

    HttpClient client(port());
    QVERIFY(client.sendGet(target, fields));
    const HttpResponse response = client.readResponse();
    QVERIFY2(response.problem().startsWith(problem), response.problem());
    if (response.status == 426)
        QCOMPARE(response.field("Sec-WebSocket-Version"), std::optional("13"_ba));
}

void TestWebSocket::theSubprotocolIsAgreedUpon()
{
    const WebSocketClient known(port(), "/ws", {{"Sec-WebSocket-Protocol", "other, relais.v1"}});
    QVERIFY(known.isUpgraded());
    QCOMPARE(known.response().field("Sec-WebSocket-Protocol"), std::optional("relais.v1"_ba));
    const WebSocketClient none(port(), "/ws");
    QVERIFY(none.isUpgraded());
    QVERIFY(!none.response().field("Sec-WebSocket-Protocol"));
    const WebSocketClient unknown(port(), "/ws", {{"Sec-WebSocket-Protocol", "mqtt"}});
    QVERIFY(!unknown.response().field("Sec-WebSocket-Protocol"));
}

void TestWebSocket::aFrameBehindTheHandshakeIsRead()
{
    RawConnection connection(port());
    const QByteArray ping = WebSocketFrame{WebSocketFrame::Ping, "early"}.encode();
    QVERIFY(connection.send(upgradeRequest() + ping));
    QVERIFY(connection.readUntil("\r\n\r\n").startsWith("HTTP/1.1 101 "));
    QVERIFY(!connection
                 .readUntil("\x8a\x05"
                            "early")
                 .isEmpty());
}

void TestWebSocket::anUpgradeMayBePipelinedBehindARequest()
{
    HttpClient client(port());
    QVERIFY(client.sendGet("/healthz"));
    QVERIFY(client.sendRaw(upgradeRequest()));
    QCOMPARE(client.readResponse().status, 200);
    QCOMPARE(client.readResponse().status, 101);
}

QTEST_GUILESS_MAIN(TestWebSocket)
#include "tst_websocket.moc"
