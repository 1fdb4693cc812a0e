// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/authserver.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// Who gets a WebSocket, by which token, and for how long (PROTOCOL.md sections 4 and 5).
class TestWebSocketAccess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void aTokenLetsInHoweverItIsShown_data();
    void aTokenLetsInHoweverItIsShown();
    void aBadTokenIsRefusedBeforeTheUpgrade_data();
    void aBadTokenIsRefusedBeforeTheUpgrade();
    void theTokenDoesNotComeBackAsSubprotocol();
    void twoTokensAreOneTooMany();
    void theFirstFrameMayBeTheToken();
    void whoShowsNothingIsClosedInTime();
    void whoSendsAnythingElseFirstIsClosed();
    void aBadFirstTokenIsClosed_data();
    void aBadFirstTokenIsClosed();
    void whoIsNotProvenGetsNothing();

    void aUserMayNameItselfAndNobodyElse();
    void anAdminSubscribesForAnyUser();
    void aPublisherSendsAndGetsNothing();
    void aUserSendsToItselfOnly();
    void recipientsAreThoseWhoRead();

    void anExpiredTokenClosesItsConnection();
    void aTokenIsRenewedInPlace();
    void anotherUsersTokenDoesNotRenew();
    void anExpiredTokenDoesNotRenew();
    void changedRolesAskForAReconnect();
    void revokingAKeyClosesItsClients();
    void revokingAUserClosesItsClientsAndPolls();
    void connectionsOfAUserAreLimited();

private:
    quint16 port() const { return m_server->port(); }
    QByteArray token(const QByteArray &user, const QByteArray &roles = {}) const
    {
        return m_server->token({.subject = user, .roles = roles});
    }
    SyncClient connected(const QByteArray &bearer, const QByteArray &query = {}) const
    {
        return SyncClient(port(), "token=" + bearer + (query.isEmpty() ? ""_ba : '&' + query));
    }
    static QByteArray authFrame(const QByteArray &token)
    {
        return QByteArray(R"({"type":"sync.auth","payload":{"token":"%1"}})").replace("%1", token);
    }
    void publish(const QByteArray &payload, const QByteArray &user);

    std::unique_ptr<AuthServer> m_server;
};

void TestWebSocketAccess::initTestCase()
{
    m_server = std::make_unique<AuthServer>(
        std::vector<const char *>{"websocket.auth_timeout=1s", "auth.leeway=0s", "limits.connections_per_user=8"});
}

void TestWebSocketAccess::cleanupTestCase()
{
    m_server.reset();
}

void TestWebSocketAccess::publish(const QByteArray &payload, const QByteArray &user)
{
    HttpClient client(port());
    QByteArray body = R"({"type":"test.event","payload":%1,"userId":"%2"})";
    body.replace("%1", payload).replace("%2", user);
    QCOMPARE(client.post("/api/sync/send", body, AuthServer::bearer(token("boss", "admin"))).status, 200);
}

void TestWebSocketAccess::aTokenLetsInHoweverItIsShown_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<HttpFields>("fields");
    const QByteArray shown = token("u1");
    QTest::newRow("field") << "/ws"_ba << AuthServer::bearer(shown);
    QTest::newRow("subprotocol") << "/ws"_ba << HttpFields{{"Sec-WebSocket-Protocol", "relais.v1, bearer." + shown}};
    QTest::newRow("subprotocol first") << "/ws"_ba
                                       << HttpFields{{"Sec-WebSocket-Protocol", "bearer." + shown + ", relais.v1"}};
    QTest::newRow("query") << "/ws?token=" + shown << HttpFields{};
    QTest::newRow("API key in the query") << "/ws?token=" + m_server->apiKey("q", "user", "u1") << HttpFields{};
}

void TestWebSocketAccess::aTokenLetsInHoweverItIsShown()
{
    QFETCH(const QByteArray, target);
    QFETCH(const HttpFields, fields);
    WebSocketClient client(port(), target, fields);
    QVERIFY(client.isUpgraded());
    const auto frame = client.readData();
    QVERIFY(frame && frame->payload.startsWith(R"({"type":"sync.connected")"));
    QVERIFY(frame->payload.contains(R"("userId":"u1")"));
}

void TestWebSocketAccess::aBadTokenIsRefusedBeforeTheUpgrade_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<HttpFields>("fields");
    const QByteArray expired = m_server->token({.subject = "u1", .secondsToLive = -1});
    QTest::newRow("field") << "/ws"_ba << AuthServer::bearer("nonsense");
    QTest::newRow("expired") << "/ws"_ba << AuthServer::bearer(expired);
    QTest::newRow("subprotocol") << "/ws"_ba << HttpFields{{"Sec-WebSocket-Protocol", "relais.v1, bearer.nonsense"}};
    QTest::newRow("query") << "/ws?token=nonsense"_ba << HttpFields{};
    QTest::newRow("empty") << "/ws?token="_ba << HttpFields{};
    QTest::newRow("empty subprotocol") << "/ws"_ba << HttpFields{{"Sec-WebSocket-Protocol", "relais.v1, bearer."}};
}

void TestWebSocketAccess::aBadTokenIsRefusedBeforeTheUpgrade()
{
    QFETCH(const QByteArray, target);
    QFETCH(const HttpFields, fields);
    WebSocketClient client(port(), target, fields);
    QCOMPARE(client.response().status, 401);
    QVERIFY(client.response().field("WWW-Authenticate").has_value());
    QVERIFY(!client.response().body.contains("nonsense"));
}

void TestWebSocketAccess::theTokenDoesNotComeBackAsSubprotocol()
{
    const WebSocketClient both(port(), "/ws", {{"Sec-WebSocket-Protocol", "bearer." + token("u1") + ", relais.v1"}});
    QCOMPARE(both.response().field("Sec-WebSocket-Protocol").value_or(""), "relais.v1"_ba);
    const WebSocketClient alone(port(), "/ws", {{"Sec-WebSocket-Protocol", "bearer." + token("u1")}});
    QVERIFY(!alone.response().field("Sec-WebSocket-Protocol"));
}

void TestWebSocketAccess::twoTokensAreOneTooMany()
{
    const WebSocketClient client(port(), "/ws?token=" + token("u1"), AuthServer::bearer(token("u2")));
    QCOMPARE(client.response().status, 400);
}

void TestWebSocketAccess::theFirstFrameMayBeTheToken()
{
    WebSocketClient client(port(), "/ws?since=0");
    QVERIFY(client.isUpgraded());
    QVERIFY(client.sendText(authFrame(token("late"))));
    const auto frame = client.readData();
    QVERIFY(frame);
    QVERIFY2(frame->payload.contains(R"("userId":"late")"), frame->payload);
    publish("1", "late");
    const auto message = client.readData();
    QVERIFY(message && message->payload.contains("test.event"));
}

void TestWebSocketAccess::whoShowsNothingIsClosedInTime()
{
    WebSocketClient client(port(), "/ws");
    QVERIFY(client.isUpgraded());
    QCOMPARE(client.readCloseCode(), 4001);
}

void TestWebSocketAccess::whoSendsAnythingElseFirstIsClosed()
{
    WebSocketClient client(port(), "/ws");
    QVERIFY(client.sendText(R"({"type":"a.b","payload":1})"));
    QCOMPARE(client.readCloseCode(), 4001);
    WebSocketClient garbage(port(), "/ws");
    QVERIFY(garbage.sendText("{"));
    QCOMPARE(garbage.readCloseCode(), 4001);
}

void TestWebSocketAccess::aBadFirstTokenIsClosed_data()
{
    QTest::addColumn<QByteArray>("bearer");
    QTest::addColumn<int>("code");
    QTest::newRow("nonsense") << "nonsense"_ba << 4001;
    QTest::newRow("expired") << m_server->token({.subject = "u1", .secondsToLive = -1}) << 4102;
    QTest::newRow("no role") << token("u1", "unknown") << 4001;
}

void TestWebSocketAccess::aBadFirstTokenIsClosed()
{
    QFETCH(const QByteArray, bearer);
    QFETCH(const int, code);
    WebSocketClient client(port(), "/ws");
    QVERIFY(client.sendText(authFrame(bearer)));
    if (code == 4001 && bearer != "nonsense")
        QVERIFY(client.readData()); // sync.error, which says why
    QCOMPARE(client.readCloseCode(), code);
    QVERIFY(!client.closeReason().contains(bearer));
}

void TestWebSocketAccess::whoIsNotProvenGetsNothing()
{
    WebSocketClient client(port(), "/ws?since=0&userId=victim");
    QVERIFY(client.isUpgraded());
    publish("1", "victim");
    QCOMPARE(client.readCloseCode(), 4001); // and no frame before it, or this had failed
    WebSocketClient other(port(), "/ws?since=0&userId=victim");
    QVERIFY(other.sendText(authFrame(token("thief"))));
    const auto frame = other.readData();
    QVERIFY(frame && frame->payload.contains("forbidden"));
    QCOMPARE(other.readCloseCode(), 4001);
}

void TestWebSocketAccess::aUserMayNameItselfAndNobodyElse()
{
    QVERIFY(connected(token("u1"), "userId=u1").isConnected());
    const WebSocketClient other(port(), "/ws?userId=u2&token=" + token("u1"));
    QCOMPARE(other.response().problem(), "403 forbidden at userId"_ba);
}

void TestWebSocketAccess::anAdminSubscribesForAnyUser()
{
    SyncClient admin = connected(token("boss", "admin"), "userId=watched");
    publish("1", "watched");
    QCOMPARE(admin.readPayloads(1), "1"_ba);
}

void TestWebSocketAccess::aPublisherSendsAndGetsNothing()
{
    SyncClient backend = connected(m_server->apiKey("backend", "publisher"), "since=0");
    SyncClient receiver = connected(token("receiver"));
    QVERIFY(backend.send(R"({"type":"a.b","payload":1,"userId":"receiver","ref":"1"})"));
    QVERIFY(!backend.readPayloadOf("sync.ack").isEmpty());
    QVERIFY(backend.send(R"({"type":"a.b","payload":2,"ref":"2"})"));
    QVERIFY(!backend.readPayloadOf("sync.ack").isEmpty());
    QCOMPARE(receiver.readPayloads(2), "1 2"_ba);
    QVERIFY(backend.isQuiet());
}

void TestWebSocketAccess::aUserSendsToItselfOnly()
{
    SyncClient user = connected(token("self"));
    SyncClient tab = connected(token("self"));
    QVERIFY(user.send(R"({"type":"a.b","payload":1,"userId":"u2","ref":"r"})"));
    const QJsonObject error = user.readPayloadOf("sync.error");
    QCOMPARE(error[u"code"], QJsonValue(u"forbidden"_s));
    QCOMPARE(error[u"ref"], QJsonValue(u"r"_s));
    QVERIFY(user.send(R"({"type":"a.b","payload":2})"));
    QCOMPARE(tab.readPayloads(1), "2"_ba);
}

void TestWebSocketAccess::recipientsAreThoseWhoRead()
{
    const auto recipients = [this](const QByteArray &body) {
        HttpClient client(port());
        return client.post("/api/sync/broadcast", body, AuthServer::bearer(token("boss", "admin")))
            .json()[u"recipients"];
    };
    const SyncClient observer = connected(token("watcher", "operator"));
    const SyncClient user = connected(token("r1"));
    QCOMPARE(recipients(R"({"type":"a.b","payload":1,"userIds":["r1","watcher"]})"), QJsonValue(1));
}

void TestWebSocketAccess::anExpiredTokenClosesItsConnection()
{
    SyncClient client = connected(m_server->token({.subject = "short", .secondsToLive = 2}));
    QVERIFY(client.isConnected());
    QCOMPARE(client.socket().readCloseCode(), 4102);
}

void TestWebSocketAccess::aTokenIsRenewedInPlace()
{
    SyncClient client = connected(m_server->token({.subject = "renewing", .secondsToLive = 3}));
    SyncClient twin = connected(m_server->token({.subject = "renewing", .secondsToLive = 3}));
    QVERIFY(client.send(authFrame(token("renewing"))));
    QCOMPARE(twin.socket().readCloseCode(), 4102); // so the first token's time is over
    publish("1", "renewing");
    QCOMPARE(client.readPayloads(1), "1"_ba);
}

void TestWebSocketAccess::anotherUsersTokenDoesNotRenew()
{
    SyncClient client = connected(token("owner"));
    QVERIFY(client.send(authFrame(token("stranger"))));
    QCOMPARE(client.readPayloadOf("sync.error")[u"code"], QJsonValue(u"forbidden"_s));
    publish("1", "stranger");
    publish("2", "owner");
    QCOMPARE(client.readPayloads(1), "2"_ba);
}

void TestWebSocketAccess::anExpiredTokenDoesNotRenew()
{
    SyncClient client = connected(token("u1"));
    QVERIFY(client.send(authFrame(m_server->token({.subject = "u1", .secondsToLive = -1}))));
    QCOMPARE(client.socket().readCloseCode(), 4102);
}

void TestWebSocketAccess::changedRolesAskForAReconnect()
{
    SyncClient client = connected(token("changing", "user"));
    QVERIFY(client.send(authFrame(token("changing", "publisher"))));
    QCOMPARE(client.socket().readCloseCode(), 4200);
}

void TestWebSocketAccess::revokingAKeyClosesItsClients()
{
    SyncClient client = connected(m_server->apiKey("lost", "user", "u1"));
    SyncClient other = connected(token("u1"));
    m_server->keys({u"revoke"_s, u"lost"_s});
    QCOMPARE(client.socket().readCloseCode(), 4001);
    QVERIFY(other.isQuiet());
}

void TestWebSocketAccess::revokingAUserClosesItsClientsAndPolls()
{
    SyncClient client = connected(m_server->token({.subject = "banned", .issuedSecondsAgo = 60}));
    const HttpFields bearer = AuthServer::bearer(m_server->token({.subject = "banned", .issuedSecondsAgo = 60}));
    HttpClient polling(port());
    const QByteArray cursor = poll(polling, {}, bearer).cursor;
    QVERIFY(polling.sendGet("/api/sync/poll?wait=30&since=" + cursor, bearer));
    m_server->keys({u"revoke-user"_s, u"banned"_s});
    QCOMPARE(client.socket().readCloseCode(), 4001);
    QCOMPARE(polling.readResponse().problem(), "401 unauthorized at Authorization"_ba);
}

void TestWebSocketAccess::connectionsOfAUserAreLimited()
{
    std::vector<std::unique_ptr<SyncClient>> clients;
    for (int i = 0; i < 8; ++i)
        clients.push_back(std::make_unique<SyncClient>(port(), "token=" + token("many")));
    const WebSocketClient refused(port(), "/ws?token=" + token("many"));
    QCOMPARE(refused.response().status, 503);
    WebSocketClient late(port(), "/ws");
    QVERIFY(late.sendText(authFrame(token("many"))));
    QVERIFY(late.readData());
    QCOMPARE(late.readCloseCode(), 4100);
    QVERIFY(connected(token("few")).isConnected());
}

QTEST_GUILESS_MAIN(TestWebSocketAccess)
#include "tst_websocket_access.moc"
