// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/attacktest.h"

using namespace relais::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray halfHead = "GET /healthz HTTP/1.1\r\nHost: local";
const QByteArray halfBody = "POST /api/sync/send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            "Content-Length: 100\r\n\r\n{\"type\":";

} // namespace

/// Rows 5 and 7: connections that are slow, silent, or gone in the midst of something. The server's own
/// deadlines are short here.
class TestConnectionAttacks : public AttackTest {
    Q_OBJECT

public:
    TestConnectionAttacks()
        : AttackTest({"http.head_timeout=300ms", "http.body_timeout=300ms", "http.write_timeout=300ms",
                      "websocket.send_timeout=500ms", "websocket.message_timeout=300ms"})
    {
    }

private Q_SLOTS:
    void row05_aHeadThatStopsIsAnswered408();
    void row05_aBodyThatStopsIsAnswered408();
    void row05_trickledBytesDoNotMoveTheDeadline_data();
    void row05_trickledBytesDoNotMoveTheDeadline();
    void row05_silenceAfterConnectIsClosed();
    void row05_silenceBetweenRequestsIsClosed();
    void row05_anAnswerThatIsNotReadIsClosed();
    void row05_aMessageThatStopsIsClosed();
    void row05_aSilentWebSocketIsClosed();
    void row05_slowClientsByTheHundred();
    void row07_goneAtEveryByteOfTheUpgrade_data();
    void row07_goneAtEveryByteOfTheUpgrade();
    void row07_goneAtEveryByteOfASend_data();
    void row07_goneAtEveryByteOfASend();
    void row07_goneWhileBeingWrittenTo_data();
    void row07_goneWhileBeingWrittenTo();
    void row07_goneWithinAFrame();
};

void TestConnectionAttacks::row05_aHeadThatStopsIsAnswered408()
{
    RawConnection connection(port());
    QVERIFY(connection.send(halfHead));
    QCOMPARE(statusesUntilClosed(connection), "408"_ba);
}

void TestConnectionAttacks::row05_aBodyThatStopsIsAnswered408()
{
    RawConnection connection(port());
    QVERIFY(connection.send(halfBody));
    QCOMPARE(statusesUntilClosed(connection), "408"_ba);
}

void TestConnectionAttacks::row05_trickledBytesDoNotMoveTheDeadline_data()
{
    QTest::addColumn<QByteArray>("start");

    QTest::newRow("head") << halfHead;
    QTest::newRow("body") << halfBody;
}

void TestConnectionAttacks::row05_trickledBytesDoNotMoveTheDeadline()
{
    QFETCH(const QByteArray, start);

    // A byte whenever nothing came for a moment. At this pace the 100 bytes of the body last longer than the
    // test is patient, so only a deadline of the whole request ends it.
    RawConnection connection(port(), {.deadline = 150ms});
    QVERIFY(connection.send(start));
    bool isAnswered = false;
    const Deadline deadline;
    while (!isAnswered && !deadline.hasPassed()) {
        RawConnection::State before = connection.state();
        QCOMPARE(before, RawConnection::State::Open);
        QVERIFY(connection.send("x"));
        isAnswered = eventually([&connection] { return connection.receiveAvailable(); }, 150ms);
    }
    QVERIFY(isAnswered);
    QVERIFY(connection.buffered().startsWith("HTTP/1.1 408 "));
}

void TestConnectionAttacks::row05_silenceAfterConnectIsClosed()
{
    RawConnection connection(port());
    QCOMPARE(connection.readToEnd(), ""_ba); // nothing was asked, nothing is answered
    QCOMPARE(connection.state(), RawConnection::State::EndOfStream);
}

void TestConnectionAttacks::row05_silenceBetweenRequestsIsClosed()
{
    ServerProcess other({"http.idle_timeout=200ms"});
    HttpClient client(other.port());
    QCOMPARE(client.get("/healthz").status, 200);
    QVERIFY(client.isClosedByPeer());
}

void TestConnectionAttacks::row05_anAnswerThatIsNotReadIsClosed()
{
    // 60 KB for each of many polls, of which the client reads nothing.
    HttpClient publisher(port());
    for (int i = 0; i < 10; ++i)
        sendMessage(publisher, '"' + QByteArray(60'000, 'a') + '"', "unread");
    RawConnection connection(port(), {.receiveBuffer = 4096});
    const QByteArray request = httpRequest("GET", "/api/sync/poll?userId=unread");
    const qint64 before = server().residentBytes();
    for (int i = 0; i < 100; ++i)
        connection.sendWhatFits(request);
    QVERIFY(eventually([&] {
        connection.sendWhatFits(request);
        return connection.state() == RawConnection::State::Reset;
    }));
    QVERIFY(isSanitized() || server().residentBytes() - before < 32 * 1024 * 1024);
}

void TestConnectionAttacks::row05_aMessageThatStopsIsClosed()
{
    SyncClient inFrame(port(), "userId=u1");
    QVERIFY(inFrame.socket().sendRaw(WebSocketFrame{WebSocketFrame::Text, "hello"}.encode().chopped(1)));
    SyncClient inMessage(port(), "userId=u1");
    QVERIFY(inMessage.socket().send({.opcode = WebSocketFrame::Text, .payload = "{", .isFinal = false}));
    SyncClient inHeader(port(), "userId=u1");
    QVERIFY(inHeader.socket().sendRaw("\x81"));
    QCOMPARE(inFrame.socket().readCloseCode(), 4008);
    QCOMPARE(inMessage.socket().readCloseCode(), 4008);
    QCOMPARE(inHeader.socket().readCloseCode(), 4008);
}

void TestConnectionAttacks::row05_aSilentWebSocketIsClosed()
{
    ServerProcess other({"websocket.heartbeat=200ms"});
    SyncClient silent(other.port(), "userId=u1");
    SyncClient alive(other.port(), "userId=u2");
    QCOMPARE(silent.greeting()[u"heartbeatMs"], QJsonValue(200));
    // Only one of them answers pings while it waits.
    int pings = 0;
    bool isClosed = false;
    const Deadline deadline;
    while ((!isClosed || pings < 5) && !deadline.hasPassed()) {
        const auto frame = alive.socket().readFrame();
        QVERIFY(frame && frame->opcode == WebSocketFrame::Ping);
        QVERIFY(alive.socket().send({WebSocketFrame::Pong, frame->payload}));
        ++pings;
        silent.socket().connection().receiveAvailable();
        isClosed = isClosed || silent.socket().connection().buffered().contains('\x88');
    }
    QVERIFY(isClosed);
    QCOMPARE(silent.socket().readCloseCode(), 1001);
    QVERIFY(alive.isQuiet());
}

void TestConnectionAttacks::row05_slowClientsByTheHundred()
{
    std::vector<RawConnection> connections;
    for (int i = 0; i < 600; ++i) {
        connections.emplace_back(port());
        const QByteArray start = i % 3 == 0 ? halfHead : i % 3 == 1 ? halfBody : ""_ba;
        QVERIFY(connections.back().send(start));
    }
    QVERIFY(witness().isServed());
    for (RawConnection &connection : connections)
        QVERIFY(connection.waitForClosed());
}

void TestConnectionAttacks::row07_goneAtEveryByteOfTheUpgrade_data()
{
    QTest::addColumn<bool>("isReset");

    QTest::newRow("reset") << true;
    QTest::newRow("half-closed") << false;
}

void TestConnectionAttacks::row07_goneAtEveryByteOfTheUpgrade()
{
    QFETCH(const bool, isReset);

    const QByteArray bytes = upgradeRequest("/ws?userId=u1") + WebSocketFrame{WebSocketFrame::Text, "{}"}.encode();
    for (qsizetype size = 0; size <= bytes.size(); ++size) {
        RawConnection connection(port());
        QVERIFY(connection.send(bytes.first(size)));
        if (isReset) {
            connection.reset();
        } else {
            connection.shutdownWriting();
            QVERIFY(connection.waitForClosed());
        }
    }
}

void TestConnectionAttacks::row07_goneAtEveryByteOfASend_data()
{
    row07_goneAtEveryByteOfTheUpgrade_data();
}

void TestConnectionAttacks::row07_goneAtEveryByteOfASend()
{
    QFETCH(const bool, isReset);

    const QByteArray bytes = httpRequest("POST", "/api/sync/send", {{"Content-Type", "application/json"}},
                                         R"({"type":"test.event","payload":1,"userId":"gone"})");
    for (qsizetype size = 0; size <= bytes.size(); ++size) {
        RawConnection connection(port());
        QVERIFY(connection.send(bytes.first(size)));
        if (isReset) {
            connection.reset();
        } else {
            connection.shutdownWriting();
            const QByteArray statuses = statusesUntilClosed(connection);
            QCOMPARE(statuses.contains("200"), size == bytes.size());
        }
    }
    HttpClient client(port());
    const std::size_t messages = poll(client, "userId=gone").messages.size();
    QVERIFY(messages <= 2); // the whole requests of both rows, and no half one
}

void TestConnectionAttacks::row07_goneWhileBeingWrittenTo_data()
{
    QTest::addColumn<bool>("isReset");
    QTest::addColumn<bool>("isReader");

    QTest::newRow("reset while reading") << true << true;
    QTest::newRow("reset with a full buffer") << true << false;
    QTest::newRow("half-closed while reading") << false << true;
    QTest::newRow("half-closed with a full buffer") << false << false;
}

void TestConnectionAttacks::row07_goneWhileBeingWrittenTo()
{
    QFETCH(const bool, isReset);
    QFETCH(const bool, isReader);

    HttpClient publisher(port());
    const QByteArray payload = '"' + QByteArray(20'000, 'a') + '"';
    std::vector<SyncClient> clients;
    for (int i = 0; i < 40; ++i)
        clients.emplace_back(port(), "userId=feed", RawConnection::Options{.receiveBuffer = isReader ? 0 : 4096});
    for (int i = 0; i < 120; ++i) {
        sendMessage(publisher, payload, "feed");
        RawConnection &leaving = clients[static_cast<std::size_t>(i) % clients.size()].socket().connection();
        if (isReader)
            leaving.receiveAvailable();
        if (i < 40)
            continue;
        if (isReset)
            leaving.reset();
        else
            leaving.shutdownWriting();
    }
    if (!isReset) {
        for (SyncClient &client : clients)
            QVERIFY(client.socket().connection().waitForClosed());
    }
}

void TestConnectionAttacks::row07_goneWithinAFrame()
{
    const QByteArray bytes = WebSocketFrame{WebSocketFrame::Text, QByteArray(300, 'a')}.encode();
    for (qsizetype size = 0; size < 20; ++size) {
        SyncClient client(port(), "userId=u1");
        QVERIFY(client.socket().sendRaw(bytes.first(size)));
        client.socket().connection().reset();
    }
}

QTEST_GUILESS_MAIN(TestConnectionAttacks)
#include "tst_connection_attacks.moc"
