// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/authserver.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

int numberIn(const HttpResponse &response, const char *field)
{
    bool isNumber = false;
    const int number = response.field(field).value_or(QByteArray()).toInt(&isNumber);
    return isNumber ? number : -1;
}

} // namespace

/// Rate limits (PROTOCOL.md section 3). The window is an hour, so that nothing comes back while a test runs, except
/// where it is to.
class TestRateLimit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyAnswerTellsWhatIsLeft();
    void whoIsOverTheLimitIsToldWhenToComeAgain();
    void usersDoNotShareALimit();
    void theTokensOfAUserShareOneLimit();
    void publishersAndAdminsHaveTheirOwn();
    void whoShowsNothingIsCountedByAddress();
    void badTokensAreCountedByAddress();
    void messagesOnAWebSocketCount();
    void whoGoesOnSendingIsClosed();
    void refusedUpgradesCount();
    void longPollsAreHeldRatherThanRefused();
    void tooManyLongPollsAreRefused();
    void healthAndPreflightsAreFree();
    void inDevelopmentModeThereIsNoLimitUnlessSet();
    void behindATrustedProxyItIsTheClientsAddress();
    void otherwiseForwardedFieldsMeanNothing();

private:
    static HttpFields as(const AuthServer &server, const QByteArray &user, const QByteArray &roles = {})
    {
        return AuthServer::bearer(server.token({.subject = user, .roles = roles}));
    }
};

void TestRateLimit::everyAnswerTellsWhatIsLeft()
{
    const AuthServer server({"rate.requests=5", "rate.window=1h"});
    HttpClient client(server.port());
    const HttpFields user = as(server, "u1");
    const std::pair<const char *, int> requests[] = {
        {"/api/sync/poll", 200}, {"/api/sync/poll?limit=x", 400}, {"/api/admin/audit", 403}, {"/api/nowhere", 404}};
    int remaining = 5;
    for (const auto &[target, status] : requests) {
        const HttpResponse response = client.get(target, user);
        QCOMPARE(response.status, status);
        QCOMPARE(numberIn(response, "RateLimit-Limit"), 5);
        QCOMPARE(numberIn(response, "RateLimit-Remaining"), --remaining);
        QVERIFY(numberIn(response, "RateLimit-Reset") > 0);
    }
}

void TestRateLimit::whoIsOverTheLimitIsToldWhenToComeAgain()
{
    const AuthServer server({"rate.requests=3", "rate.window=1h"});
    HttpClient client(server.port());
    const HttpFields user = as(server, "u1");
    for (int i = 0; i < 3; ++i)
        QCOMPARE(client.get("/api/sync/poll", user).status, 200);
    const HttpResponse refused = client.get("/api/sync/poll", user);
    QCOMPARE(refused.problem(), "429 rate_limited"_ba);
    QCOMPARE(numberIn(refused, "RateLimit-Remaining"), 0);
    const int retryAfter = numberIn(refused, "Retry-After");
    QVERIFY2(retryAfter > 1100 && retryAfter <= 1200, "a third of an hour");
}

void TestRateLimit::usersDoNotShareALimit()
{
    const AuthServer server({"rate.requests=2", "rate.window=1h"});
    HttpClient client(server.port());
    for (int i = 0; i < 3; ++i)
        client.get("/api/sync/poll", as(server, "greedy"));
    QCOMPARE(client.get("/api/sync/poll", as(server, "greedy")).status, 429);
    QCOMPARE(client.get("/api/sync/poll", as(server, "modest")).status, 200);
}

void TestRateLimit::theTokensOfAUserShareOneLimit()
{
    const AuthServer server({"rate.requests=2", "rate.window=1h"});
    for (int i = 0; i < 3; ++i) {
        HttpClient client(server.port());
        const QByteArray token = server.token({.subject = "u1", .secondsToLive = 100 + i});
        QCOMPARE(client.get("/api/sync/poll", AuthServer::bearer(token)).status, i < 2 ? 200 : 429);
    }
}

void TestRateLimit::publishersAndAdminsHaveTheirOwn()
{
    const AuthServer server(
        {"rate.requests=2", "rate.publisher_requests=3", "rate.admin_requests=4", "rate.window=1h"});
    HttpClient client(server.port());
    const HttpResponse user = client.get("/api/sync/poll", as(server, "u1"));
    QCOMPARE(numberIn(user, "RateLimit-Limit"), 2);
    const HttpResponse publisher
        = client.post("/api/sync/broadcast", R"({"type":"a.b","payload":1})", as(server, "p1", "publisher"));
    QCOMPARE(numberIn(publisher, "RateLimit-Limit"), 3);
    for (const char *role : {"operator", "admin"})
        QCOMPARE(numberIn(client.get("/api/admin/audit", as(server, role, role)), "RateLimit-Limit"), 4);
}

void TestRateLimit::whoShowsNothingIsCountedByAddress()
{
    const AuthServer server({"rate.requests=2", "rate.window=1h"});
    HttpClient client(server.port());
    QCOMPARE(client.get("/api/sync/status").status, 200);
    QCOMPARE(client.get("/api/sync/poll").status, 401);
    QCOMPARE(client.get("/api/sync/poll").status, 429);
    QCOMPARE(client.get("/api/sync/status").status, 429);
    QCOMPARE(client.get("/api/sync/poll", as(server, "u1")).status, 200);
}

void TestRateLimit::badTokensAreCountedByAddress()
{
    const AuthServer server({"rate.requests=2", "rate.window=1h"});
    for (int i = 0; i < 4; ++i) {
        HttpClient guesser(server.port());
        const HttpResponse refused
            = guesser.get("/api/sync/poll", AuthServer::bearer("guess" + QByteArray::number(i)));
        QCOMPARE(refused.status, i < 2 ? 401 : 429);
        QCOMPARE(refused.fieldHasToken("Connection", "close"), i >= 2); // beyond the limit, each takes a connection
    }
    HttpClient client(server.port());
    QCOMPARE(client.get("/api/sync/poll", as(server, "u1")).status, 200);
}

void TestRateLimit::messagesOnAWebSocketCount()
{
    const AuthServer server({"rate.requests=4", "rate.window=1h"});
    SyncClient socket(server.port(), "token=" + server.token({.subject = "u1"}));
    for (int i = 0; i < 2; ++i) {
        QVERIFY(socket.send(R"({"type":"sync.ping"})"));
        QCOMPARE(socket.readObject()[u"type"], QJsonValue(u"sync.pong"_s));
    }
    HttpClient client(server.port());
    QCOMPARE(client.get("/api/sync/poll", as(server, "u1")).status, 200);
    QCOMPARE(client.get("/api/sync/poll", as(server, "u1")).status, 200);
    QVERIFY(socket.send(R"({"type":"a.b","payload":1})"));
    const QJsonObject error = socket.readPayloadOf("sync.error");
    QCOMPARE(error[u"code"], QJsonValue(u"rate_limited"_s));
    QVERIFY(error[u"retryAfterMs"].toInt() > 800'000);
}

void TestRateLimit::whoGoesOnSendingIsClosed()
{
    const AuthServer server({"rate.requests=1", "rate.window=1h"});
    SyncClient socket(server.port(), "token=" + server.token({.subject = "u1"}));
    for (int i = 0; i < 200; ++i)
        socket.send(R"({"type":"sync.ping"})");
    int errors = 0;
    for (auto frame = socket.socket().readData(); frame; frame = socket.socket().readData())
        errors += frame->payload.contains("rate_limited") ? 1 : 0;
    QCOMPARE(errors, 99);
    QCOMPARE(socket.socket().readCloseCode(), 4129);
}

void TestRateLimit::refusedUpgradesCount()
{
    const AuthServer server({"rate.requests=2", "rate.window=1h"});
    for (int i = 0; i < 3; ++i) {
        const WebSocketClient guess(server.port(), "/ws?token=guess");
        QCOMPARE(guess.response().status, i < 2 ? 401 : 429);
    }
    const WebSocketClient honest(server.port(), "/ws?token=" + server.token({.subject = "u1"}));
    QVERIFY(honest.isUpgraded());
}

void TestRateLimit::longPollsAreHeldRatherThanRefused()
{
    // One a second in the long run, on a feed with something new each time that the client asks.
    const AuthServer server({"rate.requests=2", "rate.window=2s", "rate.publisher_requests=0"});
    HttpClient client(server.port());
    HttpClient publisher(server.port());
    const HttpFields user = as(server, "u1");
    QByteArray cursor = "0";
    QByteArray payloads;
    for (int i = 0; i < 6; ++i) {
        publisher.post("/api/sync/send", R"({"type":"a.b","userId":"u1","payload":)" + QByteArray::number(i) + '}',
                       as(server, "p1", "publisher"));
        const Poll answer = poll(client, "wait=30&since=" + cursor, user);
        QVERIFY(answer.isValid);
        QVERIFY(!answer.messages.empty());
        cursor = answer.cursor;
        payloads += answer.payloads();
    }
    QCOMPARE(payloads, "012345"_ba);
}

void TestRateLimit::tooManyLongPollsAreRefused()
{
    // What may be owed is bounded by what a poll is ready to wait.
    const AuthServer server({"rate.requests=2", "rate.window=20s"});
    const HttpFields user = as(server, "u1");
    std::vector<std::unique_ptr<HttpClient>> clients;
    for (int i = 0; i < 4; ++i) { // two from the bucket, and two that come back within 25 seconds
        clients.push_back(std::make_unique<HttpClient>(server.port()));
        QVERIFY(clients.back()->sendGet("/api/sync/poll?wait=25", user));
    }
    HttpClient oneMore(server.port());
    QVERIFY(eventually([&] { return oneMore.get("/api/sync/poll?wait=1", user).status == 429; }));
}

void TestRateLimit::healthAndPreflightsAreFree()
{
    const AuthServer server({"rate.requests=1", "rate.window=1h"});
    HttpClient client(server.port());
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(client.get("/healthz").status, 200);
        QCOMPARE(client.request("OPTIONS", "/api/sync/send").status, 204);
    }
    QCOMPARE(client.get("/api/sync/status").status, 200);
    QCOMPARE(client.get("/api/sync/status").status, 429);
}

void TestRateLimit::inDevelopmentModeThereIsNoLimitUnlessSet()
{
    const ServerProcess unlimited;
    HttpClient client(unlimited.port());
    for (int i = 0; i < 1200; ++i)
        QCOMPARE(client.get("/api/sync/poll").status, 200);
    QVERIFY(!client.get("/api/sync/poll").field("RateLimit-Limit"));

    const ServerProcess limited({"rate.requests=3", "rate.window=1h"});
    HttpClient other(limited.port());
    for (int i = 0; i < 4; ++i)
        QCOMPARE(other.get("/api/sync/poll?userId=u" + QByteArray::number(i)).status, i < 3 ? 200 : 429);
}

void TestRateLimit::behindATrustedProxyItIsTheClientsAddress()
{
    const AuthServer server({"rate.requests=2", "rate.window=1h", "proxies.trusted=127.0.0.1,::1"});
    HttpClient proxy(server.port());
    const auto status = [&](const QByteArray &forwardedFor) {
        return proxy.get("/api/sync/status", {{"X-Forwarded-For", forwardedFor}}).status;
    };
    for (int i = 0; i < 2; ++i)
        QCOMPARE(status("192.0.2.1"), 200);
    QCOMPARE(status("192.0.2.1"), 429);
    QCOMPARE(status("192.0.2.2"), 200);
    QCOMPARE(status("192.0.2.9, 192.0.2.1"), 429); // what the client itself wrote stands on the left
    for (int i = 0; i < 2; ++i)
        QCOMPARE(status("2001:db8:0:1::" + QByteArray::number(i)), 200);
    QCOMPARE(status("2001:db8:0:1:ffff::"), 429); // the same /64
}

void TestRateLimit::otherwiseForwardedFieldsMeanNothing()
{
    const AuthServer server({"rate.requests=2", "rate.window=1h"});
    HttpClient client(server.port());
    for (int i = 0; i < 3; ++i) {
        const QByteArray address = "192.0.2." + QByteArray::number(i);
        QCOMPARE(
            client.get("/api/sync/status", {{"X-Forwarded-For", address}, {"Forwarded", "for=" + address}}).status,
            i < 2 ? 200 : 429);
    }
}

QTEST_GUILESS_MAIN(TestRateLimit)
#include "tst_rate_limit.moc"
