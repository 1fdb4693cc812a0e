// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/attacktest.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// Polls that wait, and row 19: polls that were not meant to be.
class TestLongPoll : public AttackTest {
    Q_OBJECT

private Q_SLOTS:
    void isAnsweredAtOnceWhenSomethingIsThere();
    void isAnsweredEmptyWhenItsTimeIsOver();
    void isWokenByItsUsersMessage();
    void isWokenByABroadcast();
    void isNotWokenByAnotherUsersMessage();
    void isWokenByAForce();
    void manyAreWokenAtOnce();
    void resetIsAnsweredAtOnce();
    void aHeadRequestDoesNotDisturb();
    void row19_twoAtOnceForOneClientBothReceive();
    void row19_aClientThatLeavesFirst_data();
    void row19_aClientThatLeavesFirst();
    void row19_aPollAfterCloseIsAnotherConnection();
    void row19_anotherUsersPositionGivesOwnMessages();
    void row19_aPositionThatWasNeverGivenIsReset_data();
    void row19_aPositionThatWasNeverGivenIsReset();
    void row19_waitingPollsAreCapped();

private:
    /// Sends a poll that waits; returns when the server holds one more.
    bool startWaiting(HttpClient &client, const QByteArray &query)
    {
        const int before = waiting();
        return client.sendGet("/api/sync/poll?wait=30&" + query) && eventually([&] { return waiting() > before; });
    }
    int waiting() { return HttpClient(port()).get("/api/sync/status").json()[u"connections"][u"longPoll"].toInt(); }
};

void TestLongPoll::isAnsweredAtOnceWhenSomethingIsThere()
{
    HttpClient client(port());
    const QByteArray cursor = poll(client, "userId=ready").cursor;
    sendMessage(client, "1", "ready");
    QCOMPARE(poll(client, "userId=ready&wait=30&since=" + cursor).payloads(), "1"_ba);
    QCOMPARE(poll(client, "userId=ready&wait=30").payloads(), "1"_ba);
    QCOMPARE(poll(client, "userId=ready&wait=30&since=1000").payloads(), "1"_ba);
}

void TestLongPoll::isAnsweredEmptyWhenItsTimeIsOver()
{
    HttpClient client(port());
    const QByteArray cursor = poll(client, "userId=patient").cursor;
    const Poll answer = poll(client, "userId=patient&wait=1&since=" + cursor);
    QVERIFY(answer.isValid);
    QCOMPARE(answer.payloads(), ""_ba);
    QVERIFY(!answer.reset);
    QVERIFY(!poll(client, "userId=patient&wait=0&since=" + answer.cursor).reset);
}

void TestLongPoll::isWokenByItsUsersMessage()
{
    HttpClient client(port());
    HttpClient publisher(port());
    const QByteArray cursor = poll(client, "userId=woken").cursor;
    QVERIFY(startWaiting(client, "userId=woken&since=" + cursor));
    sendMessage(publisher, "1", "woken");
    const Poll answer = readPoll(client);
    QCOMPARE(answer.payloads(), "1"_ba);
    QCOMPARE(poll(client, "userId=woken&since=" + answer.cursor).payloads(), ""_ba);
}

void TestLongPoll::isWokenByABroadcast()
{
    ServerProcess other; // what goes to everyone is not for the witness
    HttpClient client(other.port());
    HttpClient anonymous(other.port());
    HttpClient publisher(other.port());
    QVERIFY(client.sendGet("/api/sync/poll?userId=woken&wait=30"));
    QVERIFY(anonymous.sendGet("/api/sync/poll?wait=30"));
    sendMessage(publisher, "1");
    QCOMPARE(readPoll(client).payloads(), "1"_ba);
    QCOMPARE(readPoll(anonymous).payloads(), "1"_ba);
}

void TestLongPoll::isNotWokenByAnotherUsersMessage()
{
    HttpClient client(port());
    HttpClient publisher(port());
    const QByteArray cursor = poll(client, "userId=mine").cursor;
    QVERIFY(startWaiting(client, "userId=mine&since=" + cursor));
    for (int i = 0; i < 20; ++i)
        sendMessage(publisher, "0", "theirs");
    sendMessage(publisher, "1", "mine");
    const Poll answer = readPoll(client);
    QCOMPARE(answer.payloads(), "1"_ba);
    QVERIFY(!answer.reset);
}

void TestLongPoll::isWokenByAForce()
{
    HttpClient client(port());
    HttpClient publisher(port());
    QVERIFY(startWaiting(client, "userId=forced"));
    QCOMPARE(publisher.post("/api/sync/force", R"({"userId":"forced"})").status, 200);
    const Poll answer = readPoll(client);
    QCOMPARE(answer.messages.size(), 1U);
    QCOMPARE(answer.messages.front().type, "sync.force"_ba);
}

void TestLongPoll::manyAreWokenAtOnce()
{
    std::vector<HttpClient> clients;
    for (int i = 0; i < 300; ++i) {
        clients.emplace_back(port());
        QVERIFY(clients.back().sendGet("/api/sync/poll?wait=30&userId=crowd"));
    }
    QVERIFY(eventually([this] { return waiting() == 300; }));
    HttpClient publisher(port());
    sendMessage(publisher, "1", "crowd");
    for (HttpClient &client : clients)
        QCOMPARE(readPoll(client).payloads(), "1"_ba);
    QCOMPARE(waiting(), 0);
}

void TestLongPoll::resetIsAnsweredAtOnce()
{
    HttpClient client(port());
    const Poll answer = poll(client, "userId=lost&wait=30&since=hello");
    QVERIFY(answer.reset);
    QCOMPARE(answer.payloads(), ""_ba);
}

void TestLongPoll::aHeadRequestDoesNotDisturb()
{
    HttpClient client(port());
    const HttpResponse response = client.request("HEAD", "/api/sync/poll?userId=head&wait=1");
    QCOMPARE(response.status, 200);
    QCOMPARE(client.get("/healthz").status, 200);
}

void TestLongPoll::row19_twoAtOnceForOneClientBothReceive()
{
    HttpClient one(port());
    HttpClient other(port());
    HttpClient publisher(port());
    const QByteArray cursor = poll(one, "userId=twice").cursor;
    QVERIFY(startWaiting(one, "userId=twice&since=" + cursor));
    QVERIFY(startWaiting(other, "userId=twice&since=" + cursor));
    sendMessage(publisher, "1", "twice");
    QCOMPARE(readPoll(one).payloads(), "1"_ba);
    QCOMPARE(readPoll(other).payloads(), "1"_ba);
}

void TestLongPoll::row19_aClientThatLeavesFirst_data()
{
    QTest::addColumn<bool>("isReset");

    QTest::newRow("reset") << true;
    QTest::newRow("closed") << false;
}

void TestLongPoll::row19_aClientThatLeavesFirst()
{
    QFETCH(const bool, isReset);

    HttpClient publisher(port());
    for (int round = 0; round < 20; ++round) {
        HttpClient leaving(port());
        HttpClient staying(port());
        const QByteArray since = "userId=leaves&since=" + poll(staying, "userId=leaves").cursor;
        QVERIFY(startWaiting(staying, since));
        QVERIFY(startWaiting(leaving, since));
        if (isReset)
            leaving.connection().reset();
        else
            leaving.connection().close();
        // At times the message comes before the server has seen the end, at times after it.
        if (round % 2)
            QVERIFY(eventually([this] { return waiting() == 1; }));
        sendMessage(publisher, QByteArray::number(round), "leaves");
        QCOMPARE(readPoll(staying).payloads(), QByteArray::number(round));
    }
    QVERIFY(eventually([this] { return waiting() == 0; }));
}

void TestLongPoll::row19_aPollAfterCloseIsAnotherConnection()
{
    HttpClient client(port());
    const HttpResponse response = client.get("/api/sync/poll?userId=closed", {{"Connection", "close"}});
    QCOMPARE(response.status, 200);
    client.connection().send(httpRequest("GET", "/api/sync/poll?userId=closed"));
    QVERIFY(client.isClosedByPeer());
}

void TestLongPoll::row19_anotherUsersPositionGivesOwnMessages()
{
    HttpClient client(port());
    sendMessage(client, "1", "alice");
    const LogId position = sendMessage(client, R"("a secret")", "bob");
    sendMessage(client, "2", "alice");
    sendMessage(client, R"("another secret")", "bob");
    // Bob's position is one of the log: it says what was seen, not who may see.
    const Poll answer = poll(client, "userId=alice&since=" + position.toByteArray());
    QCOMPARE(answer.payloads(), "2"_ba);
    const QByteArray cursor = poll(client, "userId=bob").cursor;
    QCOMPARE(poll(client, "userId=alice&since=" + cursor).payloads(), ""_ba);
}

void TestLongPoll::row19_aPositionThatWasNeverGivenIsReset_data()
{
    QTest::addColumn<QByteArray>("since");

    QTest::newRow("far ahead") << "9007199254740991-9007199254740991"_ba;
    QTest::newRow("another form") << "cursor-of-another-product"_ba;
    QTest::newRow("long ago") << "1-1"_ba;
}

void TestLongPoll::row19_aPositionThatWasNeverGivenIsReset()
{
    QFETCH(const QByteArray, since);

    HttpClient client(port());
    sendMessage(client, "1", "alice");
    const Poll answer = poll(client, "userId=alice&limit=1000&since=" + since);
    QVERIFY(answer.reset);
    for (const Received &message : answer.messages)
        QCOMPARE(message.userId, std::optional("alice"_ba));
}

void TestLongPoll::row19_waitingPollsAreCapped()
{
    ServerProcess other({"limits.long_polls=5"});
    std::vector<HttpClient> clients;
    for (int i = 0; i < 8; ++i) {
        clients.emplace_back(other.port());
        QVERIFY(clients.back().sendGet("/api/sync/poll?userId=crowd&wait=30"));
    }
    // Three of them are told at once that there is no room, whichever three.
    int refused = 0;
    QVERIFY(eventually([&] {
        for (HttpClient &client : clients) {
            if (client.connection().receiveAvailable() && client.connection().buffered().startsWith("HTTP/1.1 503 "))
                ++refused;
        }
        return refused == 3;
    }));
    HttpClient publisher(other.port());
    sendMessage(publisher, "1", "crowd");
    for (HttpClient &client : clients) {
        const HttpResponse response = client.readResponse();
        QVERIFY(response.status == 200 || response.problem() == "503 overloaded");
        QVERIFY(response.status == 200 || response.field("Retry-After"));
    }
    QCOMPARE(poll(clients.front(), "userId=crowd&wait=30").payloads(), "1"_ba);
}

QTEST_GUILESS_MAIN(TestLongPoll)
#include "tst_longpoll.moc"
