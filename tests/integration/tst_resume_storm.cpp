// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/attacktest.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// Row 15: clients that all drop and all come back.
class TestResumeStorm : public AttackTest {
    Q_OBJECT

private Q_SLOTS:
    void row15_allResumeByCursorAtOnce();
    void row15_allResumeByPollAtOnce();
    void row15_aResetOfAllIsServed();

private:
    static constexpr int clientCount = 400;

    static QByteArray userOf(int client) { return "storm-" + QByteArray::number(client % 20); }
};

void TestResumeStorm::row15_allResumeByCursorAtOnce()
{
    HttpClient publisher(port());
    std::vector<SyncClient> clients;
    std::vector<QByteArray> cursors;
    for (int i = 0; i < clientCount; ++i) {
        clients.emplace_back(port(), "userId=" + userOf(i));
        cursors.push_back(clients.back().cursor());
    }
    for (int round = 0; round < 3; ++round) {
        for (SyncClient &client : clients)
            client.socket().connection().reset();
        for (int user = 0; user < 20; ++user) {
            for (int i = 0; i < 5; ++i)
                sendMessage(publisher, QByteArray::number(round * 5 + i), userOf(user));
        }
        // All the bytes of all the upgrades are on their way before any of the answers is read.
        std::vector<RawConnection> storm;
        for (int i = 0; i < clientCount; ++i) {
            storm.emplace_back(port());
            const auto index = static_cast<std::size_t>(i);
            QVERIFY(storm.back().send(upgradeRequest("/ws?userId=" + userOf(i) + "&since=" + cursors[index])));
        }
        QVERIFY(witness().isServed());
        for (RawConnection &connection : storm)
            QVERIFY(connection.readUntil("\r\n\r\n").startsWith("HTTP/1.1 101 "));
        storm.clear();
        for (std::size_t i = 0; i < clients.size(); ++i) {
            const QByteArray query = "userId=" + userOf(static_cast<int>(i)) + "&since=" + cursors[i];
            clients[i] = SyncClient(port(), query);
            QVERIFY(!clients[i].isReset());
            for (int message = 0; message < 5; ++message) {
                const auto received = clients[i].readMessage();
                QVERIFY(received);
                QCOMPARE(received->payload.toInt(), round * 5 + message);
                cursors[i] = received->id.toByteArray();
            }
        }
    }
}

void TestResumeStorm::row15_allResumeByPollAtOnce()
{
    HttpClient publisher(port());
    std::vector<HttpClient> clients;
    for (int i = 0; i < clientCount; ++i)
        clients.emplace_back(port());
    const QByteArray cursor = poll(publisher, "userId=storm").cursor;
    for (int i = 0; i < 50; ++i)
        sendMessage(publisher, QByteArray::number(i), "storm");
    for (HttpClient &client : clients)
        QVERIFY(client.sendGet("/api/sync/poll?userId=storm&wait=30&since=" + cursor));
    QVERIFY(witness().isServed());
    for (HttpClient &client : clients) {
        const Poll answer = readPoll(client);
        QVERIFY(!answer.reset);
        QCOMPARE(answer.messages.size(), 50U);
    }
}

void TestResumeStorm::row15_aResetOfAllIsServed()
{
    HttpClient publisher(port());
    for (int i = 0; i < 50; ++i)
        sendMessage(publisher, QByteArray::number(i), "lost");
    std::vector<SyncClient> clients;
    for (int i = 0; i < clientCount; ++i)
        clients.emplace_back(port(), "userId=lost&since=of-another-server");
    QVERIFY(witness().isServed());
    for (SyncClient &client : clients) {
        QVERIFY(client.isReset());
        QVERIFY(client.greeting()[u"reconnectSpreadMs"].toInt() > 0); // what it is asked to spread itself over
        for (int i = 0; i < 50; ++i)
            QCOMPARE(client.readPayloads(1), QByteArray::number(i));
        QVERIFY(client.isQuiet());
    }
}

QTEST_GUILESS_MAIN(TestResumeStorm)
#include "tst_resume_storm.moc"
