// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QTest>

#include "tests/support/serverprocess.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// `POST /api/sync/force`: the forced resync, a message like any other.
class TestForce : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_server = std::make_unique<ServerProcess>(); }
    void cleanup() { m_server.reset(); }

    void reachesEveryoneOverBothTransports();
    void reachesOneUserOnly();
    void standsInTheOrderOfTheLog();
    void badMembersAreNamed_data();
    void badMembersAreNamed();
    void aRepeatUnderItsKeyPublishesNothing();

private:
    std::unique_ptr<ServerProcess> m_server;
};

void TestForce::reachesEveryoneOverBothTransports()
{
    HttpClient client(m_server->port());
    SyncClient listener(m_server->port(), "userId=u1");
    const HttpResponse response = client.post("/api/sync/force", R"({"reason":"new prices","spreadMs":2500})");
    QCOMPARE(response.status, 200);
    const QJsonObject object = response.json();
    QCOMPARE(object[u"success"], QJsonValue(true));
    QCOMPARE(object[u"duplicate"], QJsonValue(false));
    QCOMPARE(object[u"recipients"], QJsonValue(1));

    const auto live = listener.readMessage();
    QVERIFY(live);
    QCOMPARE(live->type, "sync.force"_ba);
    QCOMPARE(live->id.toByteArray(), object[u"id"].toString().toUtf8());
    QCOMPARE(live->payload[u"reason"], QJsonValue(u"new prices"_s));
    QCOMPARE(live->payload[u"spreadMs"], QJsonValue(2500));
    QVERIFY(!live->userId);

    const Poll answer = poll(client, "userId=u2");
    QCOMPARE(answer.messages.size(), 1U);
    QCOMPARE(answer.messages.front().payload, live->payload);
    QVERIFY(answer.messages.front().id == live->id);
}

void TestForce::reachesOneUserOnly()
{
    HttpClient client(m_server->port());
    QCOMPARE(client.post("/api/sync/force", R"({"userId":"u1"})").status, 200);
    const Poll answer = poll(client, "userId=u1");
    QCOMPARE(answer.messages.size(), 1U);
    QCOMPARE(answer.messages.front().type, "sync.force"_ba);
    QCOMPARE(answer.messages.front().userId, std::optional("u1"_ba));
    QVERIFY(answer.messages.front().payload[u"spreadMs"].isDouble());
    QCOMPARE(poll(client, "userId=u2").messages.size(), 0U);
}

void TestForce::standsInTheOrderOfTheLog()
{
    HttpClient client(m_server->port());
    sendMessage(client, "1");
    QCOMPARE(client.post("/api/sync/force", "{}").status, 200);
    sendMessage(client, "2");
    const Poll answer = poll(client);
    QCOMPARE(answer.messages.size(), 3U);
    QCOMPARE(answer.messages[1].type, "sync.force"_ba);
}

void TestForce::badMembersAreNamed_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("place");

    QTest::newRow("user of the wrong type") << R"({"userId":7})"_ba
                                            << "at userId"_ba;
    QTest::newRow("user empty") << R"({"userId":""})"_ba
                                << "at userId"_ba;
    QTest::newRow("reason of the wrong type") << R"({"reason":{}})"_ba
                                              << "at reason"_ba;
    QTest::newRow("reason too long") << R"({"reason":")" + QByteArray(257, 'r') + "\"}"
                                     << "at reason"_ba;
    QTest::newRow("spread as text") << R"({"spreadMs":"10"})"_ba
                                    << "at spreadMs"_ba;
    QTest::newRow("spread negative") << R"({"spreadMs":-1})"_ba
                                     << "at spreadMs"_ba;
    QTest::newRow("spread over an hour") << R"({"spreadMs":3600001})"_ba
                                         << "at spreadMs"_ba;
    QTest::newRow("spread huge") << R"({"spreadMs":1e300})"_ba
                                 << "at spreadMs"_ba;
    QTest::newRow("spread broken") << R"({"spreadMs":1.5})"_ba
                                   << "at spreadMs"_ba;
    QTest::newRow("not an object") << R"([])"_ba
                                   << ""_ba;
}

void TestForce::badMembersAreNamed()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, place);

    HttpClient client(m_server->port());
    const QByteArray problem = client.post("/api/sync/force", body).problem();
    QVERIFY2(problem.startsWith("400 ") && problem.endsWith(place), problem);
    QCOMPARE(poll(client).messages.size(), 0U);
}

void TestForce::aRepeatUnderItsKeyPublishesNothing()
{
    HttpClient client(m_server->port());
    const HttpFields key{{"Idempotency-Key", "k"}};
    const QJsonObject first = client.post("/api/sync/force", R"({"reason":"r"})", key).json();
    const QJsonObject second = client.post("/api/sync/force", R"({"reason":"r"})", key).json();
    QCOMPARE(second[u"duplicate"], QJsonValue(true));
    QCOMPARE(second[u"id"], first[u"id"]);
    QCOMPARE(poll(client).messages.size(), 1U);
}

QTEST_GUILESS_MAIN(TestForce)
#include "tst_force.moc"
