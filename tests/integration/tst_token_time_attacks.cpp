// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <QTest>

#include "tests/support/authattacktest.h"
#include "tests/support/fakeclock.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Row 22: tokens whose time is over, and clocks that are set while clients are connected.
class TestTokenTimeAttacks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void row22_anExpiredTokenIsRefusedHoweverItIsShown();
    void row22_anOpenConnectionEndsWithItsToken();
    void row22_aWaitingPollEndsWithItsToken();
    void row22_renewingInPlaceIsForTheSameUserWithALivingToken();
    void row22_aFloodOfRenewalsLeavesOneDeadline();
    void row22_aRevokedTokenIsRefusedAndItsConnectionsClosed();
    void row22_aStepBackLogsNobodyOut();
    void row22_aStepBackLetsNobodyStay();
    void row22_aStepForwardLogsNobodyOut();
    void row22_aStepForwardEndsTokensForWhoComesAnew();

private:
    static SyncClient connected(const AuthServer &server, const QByteArray &token)
    {
        return SyncClient(server.port(), "token=" + token);
    }
};

void TestTokenTimeAttacks::row22_anExpiredTokenIsRefusedHoweverItIsShown()
{
    const AuthServer server({"auth.leeway=0s"});
    const QByteArray expired = server.token({.subject = "late", .secondsToLive = -1});
    QCOMPARE(answersTo(server.port(), expired), "401 401 401 401 4102"_ba);
}

void TestTokenTimeAttacks::row22_anOpenConnectionEndsWithItsToken()
{
    const AuthServer server({"auth.leeway=0s"});
    const QByteArray shortLived = server.token({.subject = "short", .secondsToLive = 2});
    SyncClient shown = connected(server, shortLived);
    WebSocketClient first(server.port());
    QVERIFY(first.sendText(authFrame(shortLived)));
    QVERIFY(first.readData());
    SyncClient lasting = connected(server, server.token({.subject = "short"}));
    QCOMPARE(shown.socket().readCloseCode(), 4102);
    QCOMPARE(first.readCloseCode(), 4102);
    QVERIFY(lasting.isQuiet());
}

void TestTokenTimeAttacks::row22_aWaitingPollEndsWithItsToken()
{
    // What is published behind the token's end must not be told to who waited from before it.
    const AuthServer server({"auth.leeway=0s"});
    HttpClient waiting(server.port());
    const QByteArray token = server.token({.subject = "short", .secondsToLive = 2});
    QVERIFY(waiting.sendGet("/api/sync/poll?wait=30", AuthServer::bearer(token)));
    SyncClient watch = connected(server, token);
    QCOMPARE(watch.socket().readCloseCode(), 4102); // the token's time is over
    HttpClient publisher(server.port());
    publisher.post("/api/sync/send", R"({"type":"a.b","payload":"secret","userId":"short"})",
                   AuthServer::bearer(server.token({.subject = "boss", .roles = "admin"})));
    const HttpResponse response = waiting.readResponse();
    QVERIFY(response.status == 401 || response.status == 200);
    QVERIFY2(!response.body.contains("secret"), response.body);
}

void TestTokenTimeAttacks::row22_renewingInPlaceIsForTheSameUserWithALivingToken()
{
    const AuthServer server({"auth.leeway=0s"});
    const QByteArray forged
        = QByteArray::fromStdString(TokenForge::withSecret("another secret, of more than thirty-two bytes")
                                        .token(R"({"alg":"HS256"})", R"({"sub":"owner","exp":9999999999})"));
    for (const auto &[token, code] : {std::pair(server.token({.subject = "owner", .secondsToLive = -1}), 4102),
                                      std::pair(forged, 4001), std::pair("nonsense"_ba, 4001)}) {
        SyncClient client = connected(server, server.token({.subject = "owner"}));
        QVERIFY(client.send(authFrame(token)));
        QCOMPARE(client.socket().readCloseCode(), code);
    }
    SyncClient client = connected(server, server.token({.subject = "owner", .secondsToLive = 2}));
    // Another's token does not renew, and does not make the connection live on either.
    QVERIFY(client.send(authFrame(server.token({.subject = "Owner"}))));
    QCOMPARE(client.readPayloadOf("sync.error")[u"code"], QJsonValue(u"forbidden"_s));
    QCOMPARE(client.socket().readCloseCode(), 4102);
}

void TestTokenTimeAttacks::row22_aFloodOfRenewalsLeavesOneDeadline()
{
    const AuthServer server({"auth.leeway=0s", "rate.requests=0"});
    SyncClient client = connected(server, server.token({.subject = "u1", .secondsToLive = 3}));
    for (int i = 0; i < 500; ++i)
        QVERIFY(client.send(authFrame(server.token({.subject = "u1", .secondsToLive = 3 + i % 2 * 3600}))));
    QVERIFY(client.send(authFrame(server.token({.subject = "u1", .secondsToLive = 3600}))));
    SyncClient twin = connected(server, server.token({.subject = "u1", .secondsToLive = 3}));
    QCOMPARE(twin.socket().readCloseCode(), 4102);
    QVERIFY(client.isQuiet());
}

void TestTokenTimeAttacks::row22_aRevokedTokenIsRefusedAndItsConnectionsClosed()
{
    const AuthServer server;
    const QByteArray token = server.token({.subject = "banned", .issuedSecondsAgo = 60});
    SyncClient open = connected(server, token);
    HttpClient waiting(server.port());
    QVERIFY(waiting.sendGet("/api/sync/poll?wait=30", AuthServer::bearer(token)));
    const QByteArray key = server.apiKey("stolen", "user", "other");
    SyncClient openByKey = connected(server, key);
    server.keys({u"revoke-user"_s, u"banned"_s});
    server.keys({u"revoke"_s, u"stolen"_s});
    QCOMPARE(open.socket().readCloseCode(), 4001);
    QCOMPARE(waiting.readResponse().status, 401);
    QCOMPARE(openByKey.socket().readCloseCode(), 4001);
    QCOMPARE(answersTo(server.port(), token), "401 401 401 401 4001"_ba);
    QCOMPARE(answersTo(server.port(), key), "401 401 401 401 4001"_ba);
}

void TestTokenTimeAttacks::row22_aStepBackLogsNobodyOut()
{
    if (!FakeClock::isAvailable())
        QSKIP("faketime is not installed, or there is a sanitizer");
    FakeClock clock(FakeClock::Steps::WallClock);
    AuthServer server({"auth.leeway=0s"}, clock.environment());
    const QByteArray token = server.token({.subject = "u1", .issuedSecondsAgo = 2 * 3600});
    const QByteArray fresh = server.token({.subject = "u2"});
    SyncClient old = connected(server, token);
    SyncClient recent = connected(server, fresh);
    HttpClient waiting(server.port());
    QVERIFY(waiting.sendGet("/api/sync/poll?wait=30", AuthServer::bearer(token)));
    clock.setOffset(-1h);
    // One that was issued before the step is as good as it was, also for who comes anew.
    QCOMPARE(answersTo(server.port(), token), "200 101 101 101 connected"_ba);
    for (SyncClient *client : {&old, &recent})
        QVERIFY(client->isQuiet());
    HttpClient publisher(server.port());
    publisher.post("/api/sync/send", R"({"type":"a.b","payload":1})", AuthServer::bearer(token));
    QCOMPARE(old.readPayloads(1), "1"_ba); // ids go on, over the step
    QCOMPARE(readPoll(waiting).payloads(), "1"_ba);
    QVERIFY(server.process().isRunning());
}

void TestTokenTimeAttacks::row22_aStepBackLetsNobodyStay()
{
    if (!FakeClock::isAvailable())
        QSKIP("faketime is not installed, or there is a sanitizer");
    FakeClock clock(FakeClock::Steps::WallClock);
    AuthServer server({"auth.leeway=0s"}, clock.environment());
    SyncClient client = connected(server, server.token({.subject = "u1", .secondsToLive = 3}));
    clock.setOffset(-1h);
    QVERIFY(client.isQuiet());
    QCOMPARE(client.socket().readCloseCode(), 4102); // not an hour later
}

void TestTokenTimeAttacks::row22_aStepForwardLogsNobodyOut()
{
    if (!FakeClock::isAvailable())
        QSKIP("faketime is not installed, or there is a sanitizer");
    FakeClock clock(FakeClock::Steps::WallClock);
    AuthServer server({"auth.leeway=0s"}, clock.environment());
    SyncClient lasting = connected(server, server.token({.subject = "u1"}));
    SyncClient ending = connected(server, server.token({.subject = "u1", .secondsToLive = 3}));
    HttpClient waiting(server.port());
    QVERIFY(waiting.sendGet("/api/sync/poll?wait=30", AuthServer::bearer(server.token({.subject = "u1"}))));
    const HttpFields operatorToken = AuthServer::bearer(server.token({.subject = "op", .roles = "operator"}));
    QVERIFY(eventually([&] { // let in, with a token that is good still
        return HttpClient(server.port()).get("/api/sync/status", operatorToken).json()[u"connections"][u"longPoll"]
            == QJsonValue(1);
    }));
    clock.setOffset(2h);
    QVERIFY(lasting.isQuiet());
    QCOMPARE(ending.socket().readCloseCode(), 4102); // in its own time
    QVERIFY(lasting.isQuiet());
    HttpClient publisher(server.port());
    const QByteArray anew = server.token({.subject = "u1", .secondsToLive = 3 * 3600});
    publisher.post("/api/sync/send", R"({"type":"a.b","payload":1})", AuthServer::bearer(anew));
    QCOMPARE(lasting.readPayloads(1), "1"_ba);
    QCOMPARE(readPoll(waiting).payloads(), "1"_ba);
}

void TestTokenTimeAttacks::row22_aStepForwardEndsTokensForWhoComesAnew()
{
    if (!FakeClock::isAvailable())
        QSKIP("faketime is not installed, or there is a sanitizer");
    FakeClock clock(FakeClock::Steps::WallClock);
    AuthServer server({"auth.leeway=0s"}, clock.environment());
    const QByteArray token = server.token({.subject = "u1"});
    QCOMPARE(answersTo(server.port(), token), "200 101 101 101 connected"_ba);
    clock.setOffset(2h);
    QCOMPARE(answersTo(server.port(), token), "401 401 401 401 4102"_ba);
    clock.setOffset(0h);
    QCOMPARE(answersTo(server.port(), token), "200 101 101 101 connected"_ba);
    QVERIFY(server.process().isRunning());
}

QTEST_GUILESS_MAIN(TestTokenTimeAttacks)
#include "tst_token_time_attacks.moc"
