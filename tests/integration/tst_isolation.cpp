// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/attacktest.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// Row 29, as far as it goes without authentication: a client sees what is for the user that it named, and
/// nothing of anybody else's, however it asks.
class TestIsolation : public AttackTest {
    Q_OBJECT

private Q_SLOTS:
    void row29_noSpellingOfAQueryReachesAnother_data();
    void row29_noSpellingOfAQueryReachesAnother();
    void row29_noFieldReachesAnother_data();
    void row29_noFieldReachesAnother();
    void row29_noBodyReachesAnother();
    void row29_noFrameReachesAnother_data();
    void row29_noFrameReachesAnother();
    void row29_aCursorCarriesNoRights();
    void row29_longPollsOnOneConnectionDoNotMix();
    void row29_anAckTellsNothingOfAnother();

private:
    /// What is for alice only, as many times as there are tests: how much of it there is does not matter.
    void publishSecret()
    {
        HttpClient publisher(port());
        sendMessage(publisher, R"("secret")", "alice");
    }
};

void TestIsolation::row29_noSpellingOfAQueryReachesAnother_data()
{
    QTest::addColumn<QByteArray>("query");

    QTest::newRow("none") << ""_ba;
    QTest::newRow("another") << "userId=bob"_ba;
    QTest::newRow("case of the value") << "userId=Alice"_ba;
    QTest::newRow("case of the name") << "userid=alice"_ba;
    QTest::newRow("percent twice") << "userId=%2561lice"_ba;
    QTest::newRow("NUL behind") << "userId=alice%00"_ba;
    QTest::newRow("blank behind") << "userId=alice%20"_ba;
    QTest::newRow("blank before") << "userId=+alice"_ba;
    QTest::newRow("line feed behind") << "userId=alice%0a"_ba;
    QTest::newRow("prefix") << "userId=alic"_ba;
    QTest::newRow("wildcard") << "userId=*"_ba;
    QTest::newRow("pattern") << "userId=a%25"_ba;
    QTest::newRow("list") << "userId=bob,alice"_ba;
    QTest::newRow("array") << "userId[]=alice"_ba;
    QTest::newRow("second of two") << "userId=bob&userId=alice"_ba;
    QTest::newRow("behind a semicolon") << "userId=bob;userId=alice"_ba;
    QTest::newRow("Cyrillic a") << "userId=%D0%B0lice"_ba;
    QTest::newRow("fullwidth a") << "userId=%EF%BD%81lice"_ba;
    QTest::newRow("zero-width joiner") << "userId=al%E2%80%8Dice"_ba;
    QTest::newRow("soft hyphen") << "userId=al%C2%ADice"_ba;
    QTest::newRow("quoted") << "userId=%22alice%22"_ba;
    QTest::newRow("SQL") << "userId=bob'%20OR%20'1'='1"_ba;
    QTest::newRow("path") << "userId=bob/../alice"_ba;
}

void TestIsolation::row29_noSpellingOfAQueryReachesAnother()
{
    QFETCH(const QByteArray, query);

    HttpClient client(port());
    publishSecret();
    const HttpResponse response = client.get("/api/sync/poll?" + query);
    QVERIFY(response.status == 200 || response.status == 400);
    QVERIFY2(!response.body.contains("secret"), response.body);

    WebSocketClient socket(port(), "/ws?since=0&" + query);
    if (!socket.isUpgraded())
        return;
    publishSecret();
    QVERIFY(socket.sendText(R"({"type":"sync.ping"})"));
    for (bool isDone = false; !isDone;) {
        const auto frame = socket.readData();
        QVERIFY(frame);
        QVERIFY2(!frame->payload.contains("secret"), frame->payload);
        isDone = frame->payload.contains("sync.pong");
    }
}

void TestIsolation::row29_noFieldReachesAnother_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");

    QTest::newRow("X-User-Id") << "X-User-Id"_ba
                               << "alice"_ba;
    QTest::newRow("userId") << "userId"_ba
                            << "alice"_ba;
    QTest::newRow("Authorization") << "Authorization"_ba
                                   << "Bearer alice"_ba;
    QTest::newRow("Cookie") << "Cookie"_ba
                            << "userId=alice"_ba;
    QTest::newRow("X-Original-URL") << "X-Original-URL"_ba
                                    << "/api/sync/poll?userId=alice"_ba;
    QTest::newRow("X-HTTP-Method-Override") << "X-HTTP-Method-Override"_ba
                                            << "DELETE"_ba;
    QTest::newRow("Sec-WebSocket-Protocol") << "Sec-WebSocket-Protocol"_ba
                                            << "bearer.alice, relais.v1"_ba;
}

void TestIsolation::row29_noFieldReachesAnother()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, value);

    publishSecret();
    HttpClient client(port());
    for (const char *target : {"/api/sync/poll", "/api/sync/poll?userId=bob"}) {
        const HttpResponse response = client.get(target, {{name, value}});
        QCOMPARE(response.status, 200);
        QVERIFY(!response.body.contains("secret"));
    }
}

void TestIsolation::row29_noBodyReachesAnother()
{
    publishSecret();
    HttpClient client(port());
    const HttpResponse response = client.request("GET", "/api/sync/poll?userId=bob",
                                                 {{"Content-Type", "application/json"}}, R"({"userId":"alice"})");
    QVERIFY(response.status > 0);
    QVERIFY(!response.body.contains("secret"));
}

void TestIsolation::row29_noFrameReachesAnother_data()
{
    QTest::addColumn<QByteArray>("frame");

    QTest::newRow("subscribe") << R"({"type":"subscribe","payload":{"userId":"alice"},"userId":"bob"})"_ba;
    QTest::newRow("ping of another") << R"({"type":"sync.ping","userId":"alice","payload":{"since":"0"}})"_ba;
    QTest::newRow("auth") << R"({"type":"sync.auth","token":"alice","payload":{"token":"alice"}})"_ba;
    QTest::newRow("connected") << R"({"type":"sync.connected","payload":{"userId":"alice"}})"_ba;
    QTest::newRow("prototype") << R"({"type":"a","payload":1,"userId":"bob","__proto__":{"userId":"alice"}})"_ba;
}

void TestIsolation::row29_noFrameReachesAnother()
{
    QFETCH(const QByteArray, frame);

    SyncClient client(port(), "userId=bob");
    QVERIFY(client.send(frame));
    publishSecret();
    QVERIFY(client.send(R"({"type":"sync.ping","payload":"last"})"));
    QVERIFY(client.send(R"({"type":"Last","payload":1,"ref":"last"})"));
    for (bool isDone = false; !isDone;) {
        const auto answer = client.socket().readData();
        QVERIFY(answer);
        QVERIFY2(!answer->payload.contains("secret"), answer->payload);
        isDone = answer->payload.contains("\"last\"");
    }
}

void TestIsolation::row29_aCursorCarriesNoRights()
{
    HttpClient client(port());
    const QByteArray before = poll(client, "userId=alice").cursor;
    publishSecret();
    const QByteArray after = poll(client, "userId=alice&since=" + before).cursor;
    for (const QByteArray &cursor : {before, after, "0"_ba, "1"_ba}) {
        QCOMPARE(poll(client, "userId=nobody&since=" + cursor).payloads(), ""_ba);
        SyncClient socket(port(), "userId=nobody&since=" + cursor);
        QVERIFY(socket.isQuiet());
    }
}

void TestIsolation::row29_longPollsOnOneConnectionDoNotMix()
{
    // What a proxy does: requests of several users over one connection, one after the other and pipelined.
    HttpClient shared(port());
    HttpClient publisher(port());
    for (const char *user : {"mixed-1", "mixed-2", "mixed-1", "mixed-3"})
        QVERIFY(shared.sendGet(QByteArray("/api/sync/poll?wait=30&userId=") + user));
    sendMessage(publisher, "3", "mixed-3");
    sendMessage(publisher, "2", "mixed-2");
    sendMessage(publisher, "1", "mixed-1");
    QCOMPARE(readPoll(shared).payloads(), "1"_ba);
    QCOMPARE(readPoll(shared).payloads(), "2"_ba);
    QCOMPARE(readPoll(shared).payloads(), "1"_ba);
    QCOMPARE(readPoll(shared).payloads(), "3"_ba);
}

void TestIsolation::row29_anAckTellsNothingOfAnother()
{
    // Keys of idempotency are the sender's own: another's must not answer with the first one's message.
    SyncClient alice(port(), "userId=alice");
    SyncClient bob(port(), "userId=bob");
    const QByteArray frame = R"({"type":"a.b","payload":1,"userId":"keyed","ref":"r","idempotencyKey":"shared"})";
    QVERIFY(alice.send(frame));
    const QJsonObject first = alice.readPayloadOf("sync.ack");
    QCOMPARE(first[u"duplicate"], QJsonValue(false));
    QVERIFY(bob.send(R"({"type":"a.b","payload":2,"userId":"keyed","ref":"r","idempotencyKey":"shared"})"));
    const QJsonObject second = bob.readObject();
    QVERIFY(second[u"payload"][u"id"] != first[u"id"]);
}

QTEST_GUILESS_MAIN(TestIsolation)
#include "tst_isolation.moc"
