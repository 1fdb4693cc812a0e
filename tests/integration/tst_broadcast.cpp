// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QTest>

#include "tests/support/serverprocess.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// `POST /api/sync/broadcast`.
class TestBroadcast : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_server = std::make_unique<ServerProcess>(); }
    void cleanup() { m_server.reset(); }

    void reachesEveryoneAsOneMessage();
    void toUsersIsOneMessageEach();
    void recipientsAreTheClientsConnectedNow();
    void aUserNamedTwiceGetsItOnce();
    void badListsAreRefused_data();
    void badListsAreRefused();
    void aRepeatUnderItsKeyPublishesNothing();
    void aReservedTypeIsRefused();

private:
    HttpResponse broadcast(HttpClient &client, const QByteArray &users = {}, const HttpFields &fields = {})
    {
        const QByteArray list = users.isEmpty() ? ""_ba : R"(,"userIds":)" + users;
        return client.post("/api/sync/broadcast", R"({"type":"news.flash","payload":1)" + list + '}', fields);
    }

    std::unique_ptr<ServerProcess> m_server;
};

void TestBroadcast::reachesEveryoneAsOneMessage()
{
    HttpClient client(m_server->port());
    const HttpResponse response = broadcast(client);
    const QJsonObject object = response.json();
    QCOMPARE(response.status, 200);
    QCOMPARE(object[u"success"], QJsonValue(true));
    QCOMPARE(object[u"duplicate"], QJsonValue(false));
    QCOMPARE(object[u"recipients"], QJsonValue(0));
    const Poll answer = poll(client, "userId=u1");
    QCOMPARE(answer.messages.size(), 1U);
    const Received &message = answer.messages.front();
    QCOMPARE(message.id.toByteArray(), object[u"id"].toString().toUtf8());
    QCOMPARE(message.id.ms, object[u"timestamp"].toInteger());
    QCOMPARE(message.type, "news.flash"_ba);
    QVERIFY(!message.userId);
    QCOMPARE(poll(client).messages.front().id.toByteArray(), message.id.toByteArray());
}

void TestBroadcast::toUsersIsOneMessageEach()
{
    HttpClient client(m_server->port());
    const HttpResponse response = broadcast(client, R"(["u1","u2"])");
    QCOMPARE(response.status, 200);
    const Poll first = poll(client, "userId=u1");
    const Poll second = poll(client, "userId=u2");
    QCOMPARE(first.messages.size(), 1U);
    QCOMPARE(second.messages.size(), 1U);
    QCOMPARE(first.messages.front().userId, std::optional("u1"_ba));
    QCOMPARE(second.messages.front().userId, std::optional("u2"_ba));
    const LogId last = std::max(first.messages.front().id, second.messages.front().id);
    QVERIFY(first.messages.front().id != second.messages.front().id);
    QCOMPARE(response.json()[u"id"].toString().toUtf8(), last.toByteArray());
    QCOMPARE(poll(client, "userId=u3").messages.size(), 0U);
    QCOMPARE(poll(client).messages.size(), 0U);
}

void TestBroadcast::recipientsAreTheClientsConnectedNow()
{
    HttpClient client(m_server->port());
    SyncClient phone(m_server->port(), "userId=u1");
    SyncClient laptop(m_server->port(), "userId=u1");
    SyncClient other(m_server->port(), "userId=u2");
    SyncClient anonymous(m_server->port());
    QCOMPARE(broadcast(client).json()[u"recipients"], QJsonValue(4));
    QCOMPARE(broadcast(client, R"(["u1","u3"])").json()[u"recipients"], QJsonValue(2));
    QCOMPARE(phone.readPayloads(2), "1 1"_ba);
    QCOMPARE(laptop.readPayloads(2), "1 1"_ba);
    QCOMPARE(other.readPayloads(1), "1"_ba);
    QVERIFY(other.isQuiet());
    QCOMPARE(anonymous.readPayloads(1), "1"_ba);
    QVERIFY(anonymous.isQuiet());
    laptop.socket().sendClose(1000);
    QCOMPARE(laptop.socket().readCloseCode(), 1000);
    QVERIFY(eventually([&] { return broadcast(client, R"(["u1"])").json()[u"recipients"] == QJsonValue(1); }));
}

void TestBroadcast::aUserNamedTwiceGetsItOnce()
{
    HttpClient client(m_server->port());
    QCOMPARE(broadcast(client, R"(["u1","u2","u1","\u00e9","e\u0301"])").status, 200);
    QCOMPARE(poll(client, "userId=u1").messages.size(), 1U);
    QCOMPARE(poll(client, "userId=%C3%A9").messages.size(), 1U);
}

void TestBroadcast::badListsAreRefused_data()
{
    QTest::addColumn<QByteArray>("users");
    QTest::addColumn<QByteArray>("place");

    QTest::newRow("empty") << "[]"_ba
                           << "at userIds"_ba;
    QTest::newRow("string") << R"("u1")"_ba
                            << "at userIds"_ba;
    QTest::newRow("object") << R"({"0":"u1"})"_ba
                            << "at userIds"_ba;
    QTest::newRow("number within") << R"(["u1",5])"_ba
                                   << "at userIds[1]"_ba;
    QTest::newRow("null within") << R"([null])"_ba
                                 << "at userIds[0]"_ba;
    QTest::newRow("empty within") << R"(["u1","u2",""])"_ba
                                  << "at userIds[2]"_ba;
    QTest::newRow("control within") << R"(["u\n"])"_ba
                                    << "at userIds[0]"_ba;
}

void TestBroadcast::badListsAreRefused()
{
    QFETCH(const QByteArray, users);
    QFETCH(const QByteArray, place);

    HttpClient client(m_server->port());
    const QByteArray problem = broadcast(client, users).problem();
    QVERIFY2(problem.startsWith("400 ") && problem.endsWith(place), problem);
    QCOMPARE(poll(client, "userId=u1").messages.size(), 0U); // all or nothing
}

void TestBroadcast::aRepeatUnderItsKeyPublishesNothing()
{
    HttpClient client(m_server->port());
    const HttpFields key{{"Idempotency-Key", "k"}};
    const QJsonObject first = broadcast(client, R"(["u1","u2"])", key).json();
    const QJsonObject second = broadcast(client, R"(["u1","u2"])", key).json();
    QCOMPARE(second[u"duplicate"], QJsonValue(true));
    QCOMPARE(second[u"id"], first[u"id"]);
    QCOMPARE(poll(client, "userId=u1").messages.size(), 1U);
    QVERIFY(broadcast(client, R"(["u1"])", key).problem().startsWith("422 idempotency_mismatch"));
}

void TestBroadcast::aReservedTypeIsRefused()
{
    HttpClient client(m_server->port());
    const HttpResponse response = client.post("/api/sync/broadcast", R"({"type":"sync.force","payload":{}})");
    QVERIFY2(response.problem().endsWith("reserved_type at type"), response.problem());
}

QTEST_GUILESS_MAIN(TestBroadcast)
#include "tst_broadcast.moc"
