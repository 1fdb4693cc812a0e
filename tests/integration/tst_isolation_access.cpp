// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/authattacktest.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// Row 29 with authentication: whoever has a token of mallory's gets what is mallory's, and nothing of
/// alice's, however it asks.
class TestIsolationAccess : public AuthAttackTest {
    Q_OBJECT

private Q_SLOTS:
    void row29_noSpellingOfAQueryReachesAnother_data();
    void row29_noSpellingOfAQueryReachesAnother();
    void row29_noFieldReachesAnother_data();
    void row29_noFieldReachesAnother();
    void row29_noBodyReachesAnother_data();
    void row29_noBodyReachesAnother();
    void row29_noFrameReachesAnother_data();
    void row29_noFrameReachesAnother();
    void row29_noPathReachesAnother_data();
    void row29_noPathReachesAnother();
    void row29_aCursorOfAnotherCarriesNoRights();
    void row29_theTokenOfAnotherDoesNotSwitch();
    void row29_usersOnOneConnectionDoNotMix();
    void row29_aConnectionRemembersNobody();
    void row29_headAndOptionsTellNothing();

private:
    /// For alice only, as many times as there are tests: how much of it there is does not matter.
    void publishSecret() { publish(R"("secret")", "alice"); }
    /// Nothing of alice's comes until the pong.
    void compareQuiet(WebSocketClient &socket)
    {
        publishSecret();
        QVERIFY(socket.sendText(R"({"type":"sync.ping"})"));
        for (bool isDone = false; !isDone;) {
            const auto frame = socket.readData();
            if (!frame) // closed, which tells nothing either
                return;
            QVERIFY2(!frame->payload.contains("secret"), frame->payload);
            isDone = frame->payload.contains("sync.pong");
        }
    }
    HttpFields mallory() const { return as("mallory"); }
};

void TestIsolationAccess::row29_noSpellingOfAQueryReachesAnother_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : {"userId=alice",
                              "userId=alice&userId=mallory",
                              "userId=mallory&userId=alice",
                              "userid=alice",
                              "USERID=alice",
                              "user_id=alice",
                              "user=alice",
                              "sub=alice",
                              "%75serId=alice",
                              "userId=%61lice",
                              "userId=%2561lice",
                              "userId%3Dalice",
                              "userId[]=alice",
                              "userId[0]=alice",
                              "userId.=alice",
                              "userId=alice%00",
                              "userId=mallory%00alice",
                              "userId=mallory%0aalice",
                              "userId=mallory,alice",
                              "userId=mallory;userId=alice",
                              "userId=mallory%26userId=alice",
                              "userId=alice&token=x",
                              "userId=",
                              "userId",
                              "userId=*",
                              "userId=%25",
                              "userId=_____",
                              "userId=a%25",
                              "userId=Alice",
                              "userId=%20alice",
                              "userId=alice+",
                              "userId=%D0%B0lice",
                              "userId=%EF%BD%81lice",
                              "userId=al%E2%80%8Dice",
                              "userId=al%C2%ADice",
                              "userId=%C3%A1lice",
                              "userId=mallory/../alice",
                              "userId=user:alice",
                              "userId=%c0%e1lice",
                              "userId=%zz&userId=alice",
                              "userId=%7B%22$ne%22:null%7D",
                              "userId=mallory'%20OR%20'1'='1",
                              "&&userId=alice",
                              "?userId=alice",
                              "a=b&=c&userId=alice",
                              "since=0&userId=alice&limit=1000",
                              "roles=admin&userId=alice",
                              "admin=true",
                              "x=/../poll?userId=alice"})
        QTest::newRow(query) << QByteArray(query);
}

void TestIsolationAccess::row29_noSpellingOfAQueryReachesAnother()
{
    QFETCH(const QByteArray, query);
    publishSecret();
    for (const char *separator : {"?", "?since=0&"}) {
        const HttpResponse response = HttpClient(port()).get("/api/sync/poll" + (separator + query), mallory());
        QVERIFY2(QList({200, 400, 403}).contains(response.status), response.body);
        QVERIFY2(!response.body.contains("secret"), response.body);
        // Nor does somebody without a token get anything at all.
        const int status = HttpClient(port()).get("/api/sync/poll" + (separator + query)).status;
        QVERIFY(status == 401 || status == 400);
    }
    WebSocketClient shown(port(), "/ws?since=0&" + query, mallory());
    if (shown.isUpgraded())
        compareQuiet(shown);
    WebSocketClient later(port(), "/ws?since=0&" + query);
    if (!later.isUpgraded())
        return;
    QVERIFY(later.sendText(authFrame(token("mallory"))));
    compareQuiet(later);
}

void TestIsolationAccess::row29_noFieldReachesAnother_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    for (const char *name : {"X-User-Id", "X-User", "X-Forwarded-User", "X-Remote-User", "Remote-User", "REMOTE_USER",
                             "X-Auth-Request-User", "X-Authenticated-User", "X-Amzn-Oidc-Identity", "From", "userId",
                             "X-Impersonate-User", "Impersonate-User", "X-Act-As", "X-Original-User"})
        QTest::newRow(name) << QByteArray(name) << "alice"_ba;
    for (const char *name : {"X-Original-URL", "X-Rewrite-URL", "X-Original-URI", "Referer", "X-Forwarded-URI"})
        QTest::newRow(name) << QByteArray(name) << "/api/sync/poll?userId=alice"_ba;
    QTest::newRow("Cookie") << "Cookie"_ba
                            << "userId=alice; token=alice; session=alice"_ba;
    QTest::newRow("X-Forwarded-For") << "X-Forwarded-For"_ba
                                     << "127.0.0.1"_ba;
    QTest::newRow("Forwarded") << "Forwarded"_ba
                               << "for=127.0.0.1;by=alice;user=alice"_ba;
    QTest::newRow("X-HTTP-Method-Override") << "X-HTTP-Method-Override"_ba
                                            << "ADMIN"_ba;
    QTest::newRow("X-Roles") << "X-Roles"_ba
                             << "admin"_ba;
    QTest::newRow("Proxy-Authorization") << "Proxy-Authorization"_ba
                                         << "Bearer alice"_ba;
    QTest::newRow("X-Authorization") << "X-Authorization"_ba
                                     << "Bearer alice"_ba;
    QTest::newRow("Idempotency-Key") << "Idempotency-Key"_ba
                                     << "alice"_ba;
}

void TestIsolationAccess::row29_noFieldReachesAnother()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, value);
    publishSecret();
    HttpFields fields = mallory();
    fields.emplace_back(name, value);
    HttpClient client(port());
    for (const char *target : {"/api/sync/poll?since=0", "/api/sync/poll?since=0&userId=mallory"}) {
        const HttpResponse response = client.get(target, fields);
        QCOMPARE(response.status, 200);
        QVERIFY2(!response.body.contains("secret"), response.body);
    }
    QCOMPARE(client.get("/api/sync/poll?userId=alice", fields).problem(), "403 forbidden at userId"_ba);
    QCOMPARE(client.get("/api/sync/poll", {{name, value}}).status, 401);
    WebSocketClient socket(port(), "/ws?since=0", fields);
    QVERIFY(socket.isUpgraded());
    compareQuiet(socket);
}

void TestIsolationAccess::row29_noBodyReachesAnother_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("JSON") << "application/json"_ba
                          << R"({"userId":"alice","since":"0"})"_ba;
    QTest::newRow("form") << "application/x-www-form-urlencoded"_ba
                          << "userId=alice&since=0"_ba;
    QTest::newRow("override") << "application/json"_ba
                              << R"({"_method":"GET","userId":"alice"})"_ba;
    QTest::newRow("request in it") << "message/http"_ba
                                   << "GET /api/sync/poll?userId=alice HTTP/1.1\r\nHost: a\r\n\r\n"_ba;
}

void TestIsolationAccess::row29_noBodyReachesAnother()
{
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, body);
    publishSecret();
    HttpFields fields = mallory();
    fields.emplace_back("Content-Type", type);
    for (const char *method : {"GET", "POST", "PUT", "QUERY"}) {
        HttpClient client(port());
        const HttpResponse response = client.request(method, "/api/sync/poll", fields, body);
        QVERIFY(QList({200, 400, 403, 405}).contains(response.status));
        QVERIFY2(!response.body.contains("secret"), response.body);
    }
}

void TestIsolationAccess::row29_noFrameReachesAnother_data()
{
    QTest::addColumn<QByteArray>("frame");
    for (const char *frame :
         {R"({"type":"subscribe","payload":{"userId":"alice"}})",
          R"({"type":"subscribe","payload":{"userId":"alice"},"userId":"alice"})",
          R"({"type":"sync.ping","userId":"alice","payload":{"since":"0"}})",
          R"({"type":"sync.ping","since":"0","userId":"alice"})",
          R"({"type":"sync.auth","userId":"alice","payload":{"token":"%","userId":"alice"}})",
          R"({"type":"sync.auth","payload":{"token":"%","since":"0","sub":"alice","roles":["admin"]}})",
          R"({"type":"sync.watch","payload":{"stats":2,"tap":{"userId":"alice"}}})",
          R"({"type":"sync.watch","payload":{"stats":1,"tap":{}}})",
          R"({"type":"sync.connected","payload":{"userId":"alice","clientId":"c1"}})",
          R"({"type":"sync.force","payload":{},"userId":"alice"})",
          R"({"type":"sync.resume","payload":{"since":"0","userId":"alice"}})",
          R"({"type":"a.b","payload":1,"userId":"alice"})",
          R"({"type":"a.b","payload":1,"userId":"mallory","userId":"alice"})",
          R"({"type":"a.b","payload":1,"userId":["alice"]})",
          R"({"type":"a.b","payload":1,"__proto__":{"userId":"alice"}})"})
        QTest::newRow(frame) << QByteArray(frame);
}

void TestIsolationAccess::row29_noFrameReachesAnother()
{
    QFETCH(QByteArray, frame);
    frame.replace("%", token("mallory"));
    WebSocketClient shown(port(), "/ws?since=0", mallory());
    QVERIFY(shown.sendText(frame));
    compareQuiet(shown);
    WebSocketClient first(port(), "/ws?since=0");
    QVERIFY(first.sendText(frame));
    compareQuiet(first);
    // What mallory sent under alice's name reached nobody.
    HttpClient client(port());
    for (const Received &message : poll(client, "since=0", as("alice")).messages)
        QCOMPARE(message.payload, QJsonValue(u"secret"_s));
}

void TestIsolationAccess::row29_noPathReachesAnother_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const char *target : {"//api/sync/poll?userId=alice",
                               "/api//sync/poll?userId=alice",
                               "/api/./sync/poll?userId=alice",
                               "/api/x/../sync/poll?userId=alice",
                               "/api/sync/poll/?userId=alice",
                               "/api/sync/poll/alice",
                               "/api/sync/poll;userId=alice",
                               "/api/sync/poll;userId=alice?userId=alice",
                               "/api/sync/%70oll?userId=alice",
                               "/api%2fsync%2fpoll?userId=alice",
                               "/api/sync/poll%3fuserId=alice",
                               "/api/sync/poll%00?userId=alice",
                               "/api/sync/poll%20?userId=alice",
                               "/API/SYNC/POLL?userId=alice",
                               "/api/sync/Poll?userId=alice",
                               "/api/sync\\poll?userId=alice",
                               "/api/sync/poll.json?userId=alice",
                               "/%2e/api/sync/poll?userId=alice",
                               "/api/%2e%2e/api/sync/poll?userId=alice",
                               "/api/%252e%252e/api/sync/poll?userId=alice",
                               "http://127.0.0.1/api/sync/poll?userId=alice",
                               "http://alice@127.0.0.1/api/sync/poll?userId=alice",
                               "http://evil.example/api/sync/poll?userId=alice",
                               "HTTP://127.0.0.1/api/sync/poll?userId=alice",
                               "/api/admin/users/alice/queue",
                               "/api/admin/users/alice%2fqueue",
                               "/api/admin/clients?filter=alice",
                               "//ws?userId=alice",
                               "/ws/?userId=alice",
                               "/ws/..?userId=alice",
                               "/ws/../ws?userId=alice",
                               "/./ws?userId=alice",
                               "/%77s?userId=alice",
                               "/WS?userId=alice",
                               "/ws;userId=alice",
                               "/ws%00?userId=alice",
                               "http://127.0.0.1/ws?userId=alice",
                               "/api/sync/../../ws?userId=alice",
                               "*"})
        QTest::newRow(target) << QByteArray(target);
}

void TestIsolationAccess::row29_noPathReachesAnother()
{
    QFETCH(const QByteArray, target);
    publishSecret();
    for (const HttpFields &fields : {mallory(), HttpFields{}}) {
        for (const char *method : {"GET", "HEAD", "OPTIONS", "POST"}) {
            const HttpResponse response = HttpClient(port()).request(method, target, fields);
            QVERIFY2(response.status >= 400 || (response.status == 204 && QByteArrayView(method) == "OPTIONS"),
                     method + QByteArray(" gets ") + QByteArray::number(response.status));
            QVERIFY2(!response.body.contains("secret"), response.body);
        }
        WebSocketClient socket(port(), target, fields);
        if (socket.isUpgraded()) // it is not known yet who that is
            compareQuiet(socket);
        else
            QVERIFY(socket.response().status >= 400);
    }
}

void TestIsolationAccess::row29_aCursorOfAnotherCarriesNoRights()
{
    HttpClient client(port());
    const QByteArray before = poll(client, {}, as("alice")).cursor;
    publishSecret();
    const QByteArray after = poll(client, "since=" + before, as("alice")).cursor;
    for (const QByteArray &cursor : {before, after, "0"_ba, "1"_ba, "0-1"_ba, "9999999999999-0"_ba, ""_ba}) {
        const HttpResponse response = client.get("/api/sync/poll?since=" + cursor, mallory());
        QVERIFY2(!response.body.contains("secret"), response.body);
        WebSocketClient socket(port(), "/ws?since=" + cursor, mallory());
        if (socket.isUpgraded())
            compareQuiet(socket);
    }
}

void TestIsolationAccess::row29_theTokenOfAnotherDoesNotSwitch()
{
    SyncClient client(port(), "token=" + token("mallory"));
    for (const char *roles : {"", "user", "admin"}) {
        QVERIFY(client.send(authFrame(token("alice", roles))));
        QCOMPARE(client.readPayloadOf("sync.error")[u"code"], QJsonValue(u"forbidden"_s));
    }
    publishSecret();
    QVERIFY(client.isQuiet());
    QVERIFY(client.send(R"({"type":"a.b","payload":1,"userId":"alice","ref":"r"})"));
    QCOMPARE(client.readPayloadOf("sync.error")[u"code"], QJsonValue(u"forbidden"_s));
}

void TestIsolationAccess::row29_usersOnOneConnectionDoNotMix()
{
    // What a proxy does: requests of several users over one connection, pipelined.
    HttpClient shared(port());
    for (const char *user : {"mixed-1", "mixed-2", "mixed-1", "mixed-3"})
        QVERIFY(shared.sendGet("/api/sync/poll?wait=30", as(user)));
    QVERIFY(shared.sendGet("/api/sync/poll?wait=30")); // nobody's
    HttpClient publisher(port());
    for (const char *number : {"3", "2", "1"}) {
        const QByteArray body = QByteArray(R"({"type":"a.b","payload":%,"userId":"mixed-%"})").replace("%", number);
        QCOMPARE(publisher.post("/api/sync/send", body, as("boss", "admin")).status, 200);
    }
    QCOMPARE(readPoll(shared).payloads(), "1"_ba);
    QCOMPARE(readPoll(shared).payloads(), "2"_ba);
    QCOMPARE(readPoll(shared).payloads(), "1"_ba);
    QCOMPARE(readPoll(shared).payloads(), "3"_ba);
    QCOMPARE(shared.readResponse().problem(), "401 unauthorized"_ba);
}

void TestIsolationAccess::row29_aConnectionRemembersNobody()
{
    publishSecret();
    HttpClient client(port());
    QVERIFY(client.get("/api/sync/poll?since=0", as("alice")).body.contains("secret"));
    QCOMPARE(client.get("/api/sync/poll?since=0").status, 401);
    QVERIFY(!client.get("/api/sync/poll?since=0", mallory()).body.contains("secret"));
    QCOMPARE(client.get("/api/admin/audit", as("boss", "admin")).status, 200);
    QCOMPARE(client.get("/api/admin/audit", mallory()).status, 403);
}

void TestIsolationAccess::row29_headAndOptionsTellNothing()
{
    publishSecret();
    HttpClient client(port());
    QCOMPARE(client.request("HEAD", "/api/sync/poll?since=0&userId=alice", mallory()).status, 403);
    QCOMPARE(client.request("HEAD", "/api/sync/poll?since=0&wait=30&userId=alice", mallory()).status, 403);
    QCOMPARE(client.request("HEAD", "/api/sync/poll?since=0").status, 401);
    const HttpResponse full = client.request("HEAD", "/api/sync/poll?since=0&userId=alice", mallory());
    const HttpResponse empty = client.request("HEAD", "/api/sync/poll?since=0&userId=nobod", mallory());
    QCOMPARE(full.field("Content-Length"), empty.field("Content-Length"));
    for (const char *user : {"alice", "no-such-user"}) {
        const HttpResponse options
            = client.request("OPTIONS", QByteArray("/api/sync/poll?userId=") + user, mallory());
        QCOMPARE(options.status, 204);
        QVERIFY(options.body.isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestIsolationAccess)
#include "tst_isolation_access.moc"
