// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QTest>

#include "tests/support/authserver.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

/// What came in frames of a tap.
struct Tapped {
    QList<QJsonObject> messages;
    qint64 leftOut = 0;
    qint64 unseen = 0;

    qint64 total() const { return messages.size() + leftOut + unseen; }
    QByteArray payloads() const
    {
        QByteArrayList texts;
        for (const QJsonObject &message : messages)
            texts += message[u"payload"].toVariant().toByteArray();
        return texts.join(' ');
    }
};

} // namespace

/// `sync.watch`: what operators see live.
class TestWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void figuresComeAgainAndAgain();
    void theTapShowsWhatMatches_data();
    void theTapShowsWhatMatches();
    void theTapBeginsWhenItIsAskedFor();
    void anotherWatchTakesThePlaceOfTheFirst();
    void anEmptyWatchEndsIt_data();
    void anEmptyWatchEndsIt();
    void onlyOperatorsWatch_data();
    void onlyOperatorsWatch();
    void badWatchesAreNamed_data();
    void badWatchesAreNamed();
    void watchersAreInAnyThread();
    void anAdminGetsItsOwnMessagesBesides();
    void hugePayloadsAreCut();
    void aFloodIsCutAndCounted();
    void aWatcherThatDoesNotReadIsNotWaitedFor();
    void tappingIsAudited();
    void watchersAreFew();

private:
    quint16 port() const { return m_server->port(); }
    QByteArray token(const QByteArray &user, const QByteArray &roles) const
    {
        return m_server->token({.subject = user, .roles = roles});
    }
    SyncClient connected(const QByteArray &roles, const QByteArray &user = "watcher",
                         const RawConnection::Options &options = {}) const
    {
        return SyncClient(port(), "token=" + token(user, roles), options);
    }
    /// Asks for a tap; it is there when this returns.
    static void tap(SyncClient &client, const QByteArray &filter = "{}")
    {
        QVERIFY(client.send(QByteArray(R"({"type":"sync.watch","payload":{"tap":%1}})").replace("%1", filter)));
        QVERIFY(client.isQuiet());
    }
    void publish(const QByteArray &payload, const QByteArray &user = {}, const QByteArray &type = "test.event") const
    {
        QByteArray body
            = user.isEmpty() ? R"({"type":"%1","payload":%2})" : R"({"type":"%1","payload":%2,"userId":"%3"})";
        body.replace("%1", type).replace("%2", payload).replace("%3", user);
        const HttpResponse response
            = m_publisher->post("/api/sync/send", body, AuthServer::bearer(token("p", "publisher")));
        QCOMPARE(response.status, 200);
    }
    /// Reads frames of a tap until it has told of so many messages.
    static Tapped readTap(SyncClient &client, qint64 count)
    {
        Tapped tapped;
        while (tapped.total() < count) {
            const QJsonObject payload = client.readPayloadOf("sync.tap");
            if (payload.isEmpty())
                return tapped;
            for (const QJsonValue &message : payload[u"messages"].toArray())
                tapped.messages += message.toObject();
            tapped.leftOut += payload[u"leftOut"].toInteger();
            tapped.unseen += payload[u"unseen"].toInteger();
        }
        return tapped;
    }

    std::unique_ptr<AuthServer> m_server;
    std::unique_ptr<HttpClient> m_publisher;
};

void TestWatch::initTestCase()
{
    m_server = std::make_unique<AuthServer>(
        std::vector<const char *>{"threads=4", "rate.requests=0", "rate.admin_requests=0",
                                  "rate.publisher_requests=0", "messages.cap_broadcast=100000"});
    m_publisher = std::make_unique<HttpClient>(port());
}

void TestWatch::cleanupTestCase()
{
    m_publisher.reset();
    m_server.reset();
}

void TestWatch::figuresComeAgainAndAgain()
{
    SyncClient client = connected("operator");
    QVERIFY(client.send(R"({"type":"sync.watch","payload":{"stats":2}})"));
    const QJsonObject first = client.readPayloadOf("sync.stats");
    QCOMPARE(first[u"status"], QJsonValue(u"ok"_s));
    QVERIFY(first[u"connections"][u"webSocket"].toInt() >= 1);
    QVERIFY(first[u"process"].isObject());
    const QJsonObject second = client.readPayloadOf("sync.stats");
    QVERIFY(second[u"timestamp"].toInteger() - first[u"timestamp"].toInteger() >= 300);
}

void TestWatch::theTapShowsWhatMatches_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QByteArray>("payloads");
    QTest::newRow("everything") << "{}"_ba
                                << "1 2 3 4"_ba;
    QTest::newRow("a type") << R"({"type":"order.updated"})"_ba
                            << "2 3"_ba;
    QTest::newRow("a user") << R"({"userId":"anna"})"_ba
                            << "1 2"_ba;
    QTest::newRow("a type and a user") << R"({"type":"order.updated","userId":"anna"})"_ba
                                       << "2"_ba;
    QTest::newRow("no part of a type") << R"({"type":"order"})"_ba
                                       << ""_ba;
}

void TestWatch::theTapShowsWhatMatches()
{
    QFETCH(const QByteArray, filter);
    QFETCH(const QByteArray, payloads);
    SyncClient all = connected("operator");
    SyncClient some = connected("operator");
    tap(all);
    tap(some, filter);
    publish("1", "anna");
    publish("2", "anna", "order.updated");
    publish("3", "bob", "order.updated");
    publish("4");
    QCOMPARE(readTap(all, 4).payloads(), "1 2 3 4"_ba);
    const Tapped tapped = readTap(some, payloads.split(' ').size() - (payloads.isEmpty() ? 1 : 0));
    QCOMPARE(tapped.payloads(), payloads);
    QCOMPARE(tapped.leftOut + tapped.unseen, 0);
    for (const QJsonObject &message : tapped.messages)
        QVERIFY(Received::parse(message));
}

void TestWatch::theTapBeginsWhenItIsAskedFor()
{
    SyncClient first = connected("operator");
    tap(first); // so that the thread follows the log already
    publish("1");
    SyncClient second = connected("operator");
    tap(second);
    publish("2");
    QCOMPARE(readTap(first, 2).payloads(), "1 2"_ba);
    QCOMPARE(readTap(second, 1).payloads(), "2"_ba);
}

void TestWatch::anotherWatchTakesThePlaceOfTheFirst()
{
    SyncClient client = connected("operator");
    tap(client, R"({"userId":"anna"})");
    tap(client, R"({"userId":"bob"})");
    publish("1", "anna");
    publish("2", "bob");
    QCOMPARE(readTap(client, 1).payloads(), "2"_ba);
}

void TestWatch::anEmptyWatchEndsIt_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::newRow("no payload") << R"({"type":"sync.watch"})"_ba;
    QTest::newRow("empty payload") << R"({"type":"sync.watch","payload":{}})"_ba;
    QTest::newRow("nothing of both") << R"({"type":"sync.watch","payload":{"stats":0,"tap":null}})"_ba;
}

void TestWatch::anEmptyWatchEndsIt()
{
    QFETCH(const QByteArray, frame);
    SyncClient witness = connected("operator");
    tap(witness);
    SyncClient client = connected("operator");
    tap(client);
    QVERIFY(client.send(frame));
    QVERIFY(client.isQuiet());
    publish("1");
    QCOMPARE(readTap(witness, 1).payloads(), "1"_ba);
    QVERIFY(client.isQuiet());
    QVERIFY(client.send(frame)); // what has ended may be ended
    QVERIFY(client.isQuiet());
}

void TestWatch::onlyOperatorsWatch_data()
{
    QTest::addColumn<QByteArray>("roles");
    QTest::addColumn<bool>("isAllowed");
    QTest::newRow("user") << "user"_ba << false;
    QTest::newRow("publisher") << "publisher"_ba << false;
    QTest::newRow("user and publisher") << "user,publisher"_ba << false;
    QTest::newRow("operator") << "operator"_ba << true;
    QTest::newRow("admin") << "admin"_ba << true;
}

void TestWatch::onlyOperatorsWatch()
{
    QFETCH(const QByteArray, roles);
    QFETCH(const bool, isAllowed);
    SyncClient client = connected(roles);
    QVERIFY(client.send(R"({"type":"sync.watch","payload":{"stats":1,"tap":{"userId":"anna"}},"ref":"w"})"));
    if (isAllowed) {
        QVERIFY(!client.readPayloadOf("sync.stats").isEmpty());
        return;
    }
    const QJsonObject error = client.readPayloadOf("sync.error");
    QCOMPARE(error[u"code"], QJsonValue(u"forbidden"_s));
    QCOMPARE(error[u"ref"], QJsonValue(u"w"_s));
    publish("1", "anna");
    QVERIFY(client.isQuiet());
}

void TestWatch::badWatchesAreNamed_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("at");
    QTest::newRow("too often") << R"({"stats":3})"_ba << u"payload.stats"_s;
    QTest::newRow("text") << R"({"stats":"1"})"_ba << u"payload.stats"_s;
    QTest::newRow("tap") << R"({"tap":true})"_ba << u"payload.tap"_s;
    QTest::newRow("type") << R"({"tap":{"type":"NO"}})"_ba << u"payload.tap.type"_s;
    QTest::newRow("user") << R"({"tap":{"userId":" "}})"_ba << u"payload.tap.userId"_s;
    QTest::newRow("list") << R"([])"_ba << u"payload"_s;
}

void TestWatch::badWatchesAreNamed()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const QString, at);
    SyncClient client = connected("operator");
    tap(client, R"({"userId":"anna"})");
    QVERIFY(client.send(R"({"type":"sync.watch","ref":"w","payload":)" + payload + '}'));
    const QJsonObject error = client.readPayloadOf("sync.error");
    QCOMPARE(error[u"at"], QJsonValue(at));
    QCOMPARE(error[u"ref"], QJsonValue(u"w"_s));
    publish("1", "anna"); // the watch from before goes on
    QCOMPARE(readTap(client, 1).payloads(), "1"_ba);
}

void TestWatch::watchersAreInAnyThread()
{
    std::vector<SyncClient> clients;
    for (int i = 0; i < 12; ++i) {
        clients.push_back(connected("operator"));
        tap(clients.back());
    }
    for (int i = 0; i < 30; ++i)
        publish(QByteArray::number(i), i % 3 == 0 ? "anna" : "");
    for (SyncClient &client : clients) {
        const Tapped tapped = readTap(client, 30);
        QCOMPARE(tapped.messages.size(), 30);
        for (int i = 0; i < 30; ++i)
            QCOMPARE(tapped.messages[i][u"payload"], QJsonValue(i));
    }
}

void TestWatch::anAdminGetsItsOwnMessagesBesides()
{
    SyncClient client = connected("admin", "boss");
    tap(client);
    publish("1", "boss");
    publish("2", "anna");
    QStringList seen;
    while (seen.size() < 3) {
        const QJsonObject frame = client.readObject();
        QVERIFY(!frame.isEmpty());
        if (frame[u"type"] != QJsonValue(u"sync.tap"_s)) {
            seen += u"own %1"_s.arg(frame[u"payload"].toInt());
            continue;
        }
        for (const QJsonValue &message : frame[u"payload"][u"messages"].toArray())
            seen += u"tap %1"_s.arg(message[u"payload"].toInt());
    }
    seen.sort();
    QCOMPARE(seen, (QStringList{u"own 1"_s, u"tap 1"_s, u"tap 2"_s}));
}

void TestWatch::hugePayloadsAreCut()
{
    SyncClient client = connected("operator");
    tap(client);
    publish('"' + QByteArray(60'000, 'x') + '"', "anna", "huge.one");
    const Tapped tapped = readTap(client, 1);
    QCOMPARE(tapped.messages.size(), 1);
    const QJsonObject message = tapped.messages[0];
    QCOMPARE(message[u"cut"], QJsonValue(true));
    QCOMPARE(message[u"payloadBytes"], QJsonValue(60'002));
    QCOMPARE(message[u"type"], QJsonValue(u"huge.one"_s));
    QCOMPARE(message[u"userId"], QJsonValue(u"anna"_s));
    QCOMPARE(message[u"payload"].toString(), u'"' + QString(4095, u'x'));
}

void TestWatch::aFloodIsCutAndCounted()
{
    constexpr int batches = 20;
    SyncClient client = connected("operator");
    tap(client);
    QByteArrayList users;
    for (int i = 0; i < 500; ++i)
        users += "\"f" + QByteArray::number(i) + '"';
    const QByteArray body = R"({"type":"flood.wave","payload":1,"userIds":[)" + users.join(',') + "]}";
    for (int i = 0; i < batches; ++i)
        QCOMPARE(m_publisher->post("/api/sync/broadcast", body, AuthServer::bearer(token("p", "publisher"))).status,
                 200);
    const Tapped tapped = readTap(client, batches * 500);
    QCOMPARE(tapped.total(), batches * 500); // none is shown twice, and each that is not shown is counted
    QVERIFY(tapped.leftOut > 0);
    QVERIFY(tapped.messages.size() >= 200);
}

void TestWatch::aWatcherThatDoesNotReadIsNotWaitedFor()
{
    RawConnection::Options options;
    options.receiveBuffer = 4096;
    SyncClient slow = connected("operator", "slow", options);
    QVERIFY(slow.send(R"({"type":"sync.watch","payload":{"stats":2,"tap":{"type":"slow.test"}}})"));
    SyncClient reader = connected("user", "reader");
    const QByteArray payload = '"' + QByteArray(15'000, 'x') + '"';
    constexpr int count = 1500; // more than all buffers between here and there hold
    for (int i = 0; i < count; ++i)
        publish(payload, i % 100 == 0 ? "reader" : "somebody", "slow.test");
    for (int i = 0; i < count / 100; ++i)
        QVERIFY(reader.readMessage());
    // It reads again: what it was sent is whole, and what it was not sent is counted.
    qint64 told = 0;
    while (told < count) {
        const QJsonObject frame = slow.readObject();
        QVERIFY(!frame.isEmpty());
        const QJsonValue batch = frame[u"payload"];
        if (frame[u"type"] == QJsonValue(u"sync.tap"_s)) {
            told
                += batch[u"messages"].toArray().size() + batch[u"leftOut"].toInteger() + batch[u"unseen"].toInteger();
        }
    }
    QCOMPARE(told, count);
}

void TestWatch::tappingIsAudited()
{
    SyncClient client = connected("operator", "curious");
    tap(client, R"({"userId":"anna"})");
    const QJsonArray records
        = HttpClient(port())
              .get("/api/admin/audit?action=watch&limit=1", AuthServer::bearer(token("o", "operator")))
              .json()[u"records"]
              .toArray();
    QCOMPARE(records[0][u"actor"], QJsonValue(u"user:curious"_s));
    QCOMPARE(records[0][u"target"], QJsonValue(u"anna"_s));
    QCOMPARE(records[0][u"result"], QJsonValue(u"ok"_s));
}

void TestWatch::watchersAreFew()
{
    const AuthServer server({"threads=1"});
    std::vector<SyncClient> clients;
    for (int i = 0; i < 17; ++i)
        clients.emplace_back(server.port(), "token=" + server.token({.subject = "o", .roles = "operator"}));
    for (int i = 0; i < 16; ++i)
        tap(clients[static_cast<std::size_t>(i)]);
    SyncClient &last = clients.back();
    QVERIFY(last.send(R"({"type":"sync.watch","payload":{"tap":{}}})"));
    QCOMPARE(last.readPayloadOf("sync.error")[u"code"], QJsonValue(u"overloaded"_s));
    clients.erase(clients.begin()); // who leaves makes room
    const HttpFields fields = AuthServer::bearer(server.token({.subject = "o", .roles = "operator"}));
    QVERIFY(eventually([&] {
        return HttpClient(server.port()).get("/api/admin/clients", fields).json()[u"total"] == QJsonValue(16);
    }));
    tap(clients.back());
}

QTEST_GUILESS_MAIN(TestWatch)
#include "tst_watch.moc"
