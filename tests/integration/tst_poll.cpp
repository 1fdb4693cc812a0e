// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <set>

#include <QTest>

#include "tests/support/serverprocess.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// `GET /api/sync/poll` as PROTOCOL.md sections 2 and 3 have it; what waits is in tst_longpoll.
class TestPoll : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_server = std::make_unique<ServerProcess>(); }
    void cleanup() { m_server.reset(); }

    void withoutSinceIsEverythingKept();
    void sinceZeroIsEverythingKept();
    void anEmptyAnswerCarriesACursorToo();
    void cursorGivesEachMessageOnce();
    void limitCutsAndSaysSo();
    void ownAndBroadcastMessagesComeInOneOrder();
    void withoutUserOnlyBroadcastsAreSeen();
    void sinceMillisecondsIsEveryLaterTimestamp();
    void pollingByTimestampMissesNothing();
    void pagingByTimestampGetsThroughABurst();
    void anUnknownCursorIsReset_data();
    void anUnknownCursorIsReset();
    void theCursorOfAnotherLogIsReset();
    void aCursorFromBeforeTheCapIsReset();
    void aCursorIsNotResetByWhatOthersLost();
    void anExpiredMessageIsNotDelivered();
    void badParametersAreNamed_data();
    void badParametersAreNamed();
    void unknownParametersAreIgnored();
    void aParameterIsDecodedOnce();

private:
    std::unique_ptr<ServerProcess> m_server;
};

void TestPoll::withoutSinceIsEverythingKept()
{
    HttpClient client(m_server->port());
    sendMessage(client, "1");
    sendMessage(client, "2", "u1");
    const Poll answer = poll(client, "userId=u1");
    QCOMPARE(answer.payloads(), "1 2"_ba);
    QVERIFY(!answer.reset);
    QVERIFY(!answer.hasMore);
}

void TestPoll::sinceZeroIsEverythingKept()
{
    HttpClient client(m_server->port());
    sendMessage(client, "1", "u1");
    const Poll answer = poll(client, "userId=u1&since=0");
    QCOMPARE(answer.payloads(), "1"_ba);
    QCOMPARE(answer.messages.front().type, "test.event"_ba);
    QCOMPARE(answer.messages.front().userId, std::optional("u1"_ba));
    QVERIFY(!answer.reset);
}

void TestPoll::anEmptyAnswerCarriesACursorToo()
{
    HttpClient client(m_server->port());
    const Poll empty = poll(client, "userId=u1");
    QVERIFY(empty.messages.empty());
    sendMessage(client, "1", "u1");
    const Poll answer = poll(client, "userId=u1&since=" + empty.cursor);
    QCOMPARE(answer.payloads(), "1"_ba);
    QVERIFY(!answer.reset);
}

void TestPoll::cursorGivesEachMessageOnce()
{
    HttpClient client(m_server->port());
    QByteArray cursor = poll(client, "userId=u1").cursor;
    for (int i = 0; i < 20; ++i) {
        const QByteArray payload = QByteArray::number(i);
        sendMessage(client, payload, "u1");
        const Poll answer = poll(client, "userId=u1&since=" + cursor);
        QCOMPARE(answer.payloads(), payload);
        QVERIFY(!answer.reset);
        cursor = answer.cursor;
        const Poll again = poll(client, "userId=u1&since=" + cursor);
        QCOMPARE(again.payloads(), ""_ba);
        QVERIFY(!again.reset);
    }
    // A message's id is a cursor as well.
    const LogId id = sendMessage(client, "20", "u1");
    QCOMPARE(poll(client, "userId=u1&since=" + id.toByteArray()).payloads(), ""_ba);
    sendMessage(client, "21", "u1");
    QCOMPARE(poll(client, "userId=u1&since=" + id.toByteArray()).payloads(), "21"_ba);
}

void TestPoll::limitCutsAndSaysSo()
{
    HttpClient client(m_server->port());
    for (int i = 1; i <= 7; ++i)
        sendMessage(client, QByteArray::number(i), "u1");
    const Poll first = poll(client, "userId=u1&limit=3");
    QCOMPARE(first.payloads(), "1 2 3"_ba);
    QVERIFY(first.hasMore);
    const Poll second = poll(client, "userId=u1&limit=3&since=" + first.cursor);
    QCOMPARE(second.payloads(), "4 5 6"_ba);
    QVERIFY(second.hasMore);
    const Poll third = poll(client, "userId=u1&limit=3&since=" + second.cursor);
    QCOMPARE(third.payloads(), "7"_ba);
    QVERIFY(!third.hasMore);
    const Poll exact = poll(client, "userId=u1&limit=7");
    QCOMPARE(exact.messages.size(), 7U);
    QVERIFY(!exact.hasMore);
}

void TestPoll::ownAndBroadcastMessagesComeInOneOrder()
{
    HttpClient client(m_server->port());
    sendMessage(client, "1", "u1");
    sendMessage(client, "2");
    sendMessage(client, "3", "u2");
    sendMessage(client, "4", "u1");
    sendMessage(client, "5");
    QCOMPARE(poll(client, "userId=u1").payloads(), "1 2 4 5"_ba);
    QCOMPARE(poll(client, "userId=u2").payloads(), "2 3 5"_ba);
}

void TestPoll::withoutUserOnlyBroadcastsAreSeen()
{
    HttpClient client(m_server->port());
    sendMessage(client, "1", "u1");
    sendMessage(client, "2");
    QCOMPARE(poll(client).payloads(), "2"_ba);
}

void TestPoll::sinceMillisecondsIsEveryLaterTimestamp()
{
    HttpClient client(m_server->port());
    for (int i = 0; i < 40; ++i)
        sendMessage(client, QByteArray::number(i), "u1");
    const Poll all = poll(client, "userId=u1");
    QCOMPARE(all.messages.size(), 40U);
    for (const Received &message : all.messages) {
        const auto later = [&message](const Received &other) {
            return other.id.ms > message.id.ms;
        };
        const auto expected = std::count_if(all.messages.begin(), all.messages.end(), later);
        const Poll answer = poll(client, "userId=u1&since=" + QByteArray::number(message.id.ms));
        QCOMPARE(answer.messages.size(), static_cast<std::size_t>(expected));
        QVERIFY(std::all_of(answer.messages.begin(), answer.messages.end(), later));
        QVERIFY(!answer.reset);
    }
}

void TestPoll::pollingByTimestampMissesNothing()
{
    // Sending and polling as fast as they go: many messages fall into the millisecond of the answer before.
    HttpClient client(m_server->port());
    qint64 since = 0;
    std::set<LogId> sent;
    std::set<LogId> seen;
    for (int i = 0; i < 300; ++i) {
        sent.insert(sendMessage(client, QByteArray::number(i), "u1"));
        const Poll answer = poll(client, "userId=u1&since=" + QByteArray::number(since));
        for (const Received &message : answer.messages)
            seen.insert(message.id);
        QVERIFY(answer.timestamp >= since);
        since = answer.timestamp;
    }
    QVERIFY(seen == sent);
}

void TestPoll::pagingByTimestampGetsThroughABurst()
{
    // Several clients at once, their requests pipelined, so that a millisecond holds more messages than a
    // page.
    std::vector<HttpClient> senders;
    for (int i = 0; i < 4; ++i)
        senders.emplace_back(m_server->port());
    const QByteArray body = R"({"type":"test.event","payload":0,"userId":"u1"})";
    QByteArray burst;
    for (int i = 0; i < 50; ++i)
        burst += httpRequest("POST", "/api/sync/send", {{"Content-Type", "application/json"}}, body);
    for (HttpClient &sender : senders)
        QVERIFY(sender.connection().send(burst));
    HttpClient client(m_server->port());
    QVERIFY(eventually([&client] { return poll(client, "userId=u1").messages.size() == 200; }));

    std::set<LogId> seen;
    qint64 since = 0;
    bool hasMore = true;
    for (int page = 0; hasMore && page < 250; ++page) {
        const Poll answer = poll(client, "userId=u1&limit=3&since=" + QByteArray::number(since));
        QVERIFY(answer.isValid);
        for (const Received &message : answer.messages)
            seen.insert(message.id);
        since = answer.timestamp;
        hasMore = answer.hasMore;
    }
    QVERIFY(!hasMore);
    QCOMPARE(seen.size(), 200U);
}

void TestPoll::anUnknownCursorIsReset_data()
{
    QTest::addColumn<QByteArray>("since");

    QTest::newRow("no cursor at all") << "hello"_ba;
    QTest::newRow("punctuation") << "!~%7E'%22"_ba;
    QTest::newRow("from the future") << "9007199254740991-0"_ba;
    QTest::newRow("milliseconds of the future, then a sequence") << "4102444800000-5"_ba;
    QTest::newRow("too large for 64 bits") << "18446744073709551616-0"_ba;
    QTest::newRow("sequence too large") << "1732312345678-99999999999999999999"_ba;
    QTest::newRow("three parts") << "1-2-3"_ba;
    QTest::newRow("sign") << "-1"_ba;
    QTest::newRow("leading zero") << "01732312345678-0"_ba;
    QTest::newRow("hexadecimal") << "0x10-0"_ba;
    QTest::newRow("128 bytes") << QByteArray(128, 'a');
}

void TestPoll::anUnknownCursorIsReset()
{
    QFETCH(const QByteArray, since);

    HttpClient client(m_server->port());
    sendMessage(client, "1", "u1");
    const Poll answer = poll(client, "userId=u1&since=" + since);
    QVERIFY(answer.reset);
    QCOMPARE(answer.payloads(), "1"_ba);
    const Poll next = poll(client, "userId=u1&since=" + answer.cursor);
    QVERIFY(!next.reset);
    QCOMPARE(next.payloads(), ""_ba);
}

void TestPoll::theCursorOfAnotherLogIsReset()
{
    HttpClient before(m_server->port());
    sendMessage(before, "1", "u1");
    const QByteArray cursor = poll(before, "userId=u1").cursor;
    const QByteArray emptyCursor = poll(before, "userId=nobody").cursor;

    m_server = std::make_unique<ServerProcess>(); // without a journal: another log
    HttpClient after(m_server->port());
    QVERIFY(poll(after, "userId=u1&since=" + cursor).reset);
    QVERIFY(poll(after, "userId=nobody&since=" + emptyCursor).reset);
    sendMessage(after, "2", "u1");
    const Poll answer = poll(after, "userId=u1&since=" + cursor);
    QVERIFY(answer.reset);
    QCOMPARE(answer.payloads(), "2"_ba);
}

void TestPoll::aCursorFromBeforeTheCapIsReset()
{
    m_server = std::make_unique<ServerProcess>(
        std::vector<const char *>{"messages.cap_per_user=5", "messages.cap_broadcast=5"});
    HttpClient client(m_server->port());
    for (const QByteArray &user : {"u1"_ba, ""_ba}) {
        const QByteArray query = user.isEmpty() ? "since="_ba : "userId=u1&since=";
        const QByteArray start = poll(client, query + '0').cursor;
        for (int i = 1; i <= 5; ++i)
            sendMessage(client, QByteArray::number(i), user);
        const Poll whole = poll(client, query + start);
        QCOMPARE(whole.payloads(), "1 2 3 4 5"_ba);
        QVERIFY(!whole.reset);
        const QByteArray first = whole.messages.front().id.toByteArray();
        sendMessage(client, "6", user);
        const Poll cut = poll(client, query + start);
        QCOMPARE(cut.payloads(), "2 3 4 5 6"_ba);
        QVERIFY(cut.reset);
        // Who has seen the one that went has lost nothing.
        const Poll rest = poll(client, query + first);
        QCOMPARE(rest.payloads(), "2 3 4 5 6"_ba);
        QVERIFY(!rest.reset);
        sendMessage(client, "7", user);
        QVERIFY(poll(client, query + first).reset);
        QVERIFY(!poll(client, query + '0').reset);
    }
}

void TestPoll::aCursorIsNotResetByWhatOthersLost()
{
    m_server = std::make_unique<ServerProcess>(std::vector<const char *>{"messages.cap_per_user=5"});
    HttpClient client(m_server->port());
    sendMessage(client, "1", "u1");
    const QByteArray cursor = poll(client, "userId=u1").cursor;
    for (int i = 0; i < 30; ++i)
        sendMessage(client, "0", "u2");
    const Poll answer = poll(client, "userId=u1&since=" + cursor);
    QVERIFY(!answer.reset);
    QCOMPARE(answer.payloads(), ""_ba);
}

void TestPoll::anExpiredMessageIsNotDelivered()
{
    m_server = std::make_unique<ServerProcess>(std::vector<const char *>{"messages.ttl=1s"});
    HttpClient client(m_server->port());
    const QByteArray before = poll(client, "userId=u1").cursor;
    sendMessage(client, "1", "u1");
    const QByteArray after = poll(client, "userId=u1").cursor;
    QVERIFY(eventually([&client] { return poll(client, "userId=u1").messages.empty(); }));
    QVERIFY(poll(client, "userId=u1&since=" + before).reset);
    QVERIFY(!poll(client, "userId=u1&since=" + after).reset);
}

void TestPoll::badParametersAreNamed_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("problem");

    for (const char *limit : {"0", "1001", "-1", "abc", "", "1.5", "%31%20", "+1", "99999999999999999999"})
        QTest::addRow("limit=%s", limit) << QByteArray("limit=") + limit << "400 invalid_parameter at limit"_ba;
    for (const char *wait : {"31", "-1", "abc", "", "99999999999999999999"})
        QTest::addRow("wait=%s", wait) << QByteArray("wait=") + wait << "400 invalid_parameter at wait"_ba;
    for (const char *since : {"", "%20", "1%202", "%00", "a%0d%0ab", "%c3%a9", "%ff", "%7f"})
        QTest::addRow("since=%s", since) << QByteArray("since=") + since << "400 invalid_cursor at since"_ba;
    QTest::newRow("since of 129 bytes") << "since=" + QByteArray(129, '1') << "400 invalid_cursor at since"_ba;
    for (const char *user : {"", "%20u1", "u1%20", "u%00", "a%0d%0ab", "%ff", "%c3", "%1b[2J"})
        QTest::addRow("userId=%s", user) << QByteArray("userId=") + user << "400 invalid_user at userId"_ba;
    QTest::newRow("userId of 129 bytes") << "userId=" + QByteArray(129, 'u') << "400 invalid_user at userId"_ba;
}

void TestPoll::badParametersAreNamed()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QByteArray, problem);

    HttpClient client(m_server->port());
    QCOMPARE(client.get("/api/sync/poll?" + query).problem(), problem);
    QVERIFY(poll(client, "userId=u1").isValid); // the connection stays usable
}

void TestPoll::unknownParametersAreIgnored()
{
    HttpClient client(m_server->port());
    sendMessage(client, "1", "u1");
    QCOMPARE(poll(client, "a=b&userId=u1&&c&_=123").payloads(), "1"_ba);
}

void TestPoll::aParameterIsDecodedOnce()
{
    HttpClient client(m_server->port());
    sendMessage(client, "1", "a%20b");
    sendMessage(client, "2", "a b");
    QCOMPARE(poll(client, "userId=a%2520b").payloads(), "1"_ba);
    QCOMPARE(poll(client, "userId=a%20b").payloads(), "2"_ba);
    QCOMPARE(poll(client, "userId=a+b").payloads(), "2"_ba);
}

QTEST_GUILESS_MAIN(TestPoll)
#include "tst_poll.moc"
