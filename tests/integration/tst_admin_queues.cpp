// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QTest>

#include "tests/support/authserver.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// `/api/admin/users/{id}/queue`: what is kept for a user, and purging it.
class TestAdminQueues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void aQueueShowsWhatIsKept();
    void broadcastsAreInNobodysQueue();
    void aQueueIsReadInPages();
    void namesAreDecodedAndNormalised_data();
    void namesAreDecodedAndNormalised();
    void badNamesAreRefused_data();
    void badNamesAreRefused();
    void badParametersAreNamed_data();
    void badParametersAreNamed();
    void whoMayLookAndWhoMayPurge();
    void aPurgedQueueIsEmptyAndItsReaderIsTold();
    void purgingIsAudited();
    void theRouteIsAsHttpHasIt();

private:
    quint16 port() const { return m_server->port(); }
    HttpFields as(const QByteArray &roles, const QByteArray &user = "boss") const
    {
        return AuthServer::bearer(m_server->token({.subject = user, .roles = roles}));
    }
    void publish(const QByteArray &payload, const QByteArray &user) const
    {
        HttpClient client(port());
        sendMessage(client, payload, user, as("publisher"));
    }
    static QByteArray path(const QByteArray &user, const QByteArray &query = {})
    {
        return "/api/admin/users/" + user + "/queue" + query;
    }
    HttpResponse show(const QByteArray &user, const QByteArray &query = {}) const
    {
        return HttpClient(port()).get(path(user, query), as("operator"));
    }
    HttpResponse purge(const QByteArray &user) const
    {
        return HttpClient(port()).request("DELETE", path(user), as("admin"));
    }
    static QByteArray payloads(const QJsonObject &queue)
    {
        QByteArrayList texts;
        for (const QJsonValue &message : queue[u"messages"].toArray())
            texts += message[u"payload"].toVariant().toByteArray();
        return texts.join(' ');
    }

    std::unique_ptr<AuthServer> m_server;
};

void TestAdminQueues::initTestCase()
{
    m_server = std::make_unique<AuthServer>(
        std::vector<const char *>{"threads=2", "rate.requests=0", "rate.admin_requests=0",
                                  "rate.publisher_requests=0", "queue.max_page=16KiB", "messages.ttl=1h"});
}

void TestAdminQueues::cleanupTestCase()
{
    m_server.reset();
}

void TestAdminQueues::aQueueShowsWhatIsKept()
{
    publish("1", "shown");
    publish("2", "other");
    publish("3", "shown");
    const QJsonObject queue = show("shown").json();
    QCOMPARE(queue[u"success"], QJsonValue(true));
    QCOMPARE(queue[u"userId"], QJsonValue(u"shown"_s));
    QCOMPARE(queue[u"total"], QJsonValue(2));
    QCOMPARE(queue[u"count"], QJsonValue(2));
    QCOMPARE(queue[u"hasMore"], QJsonValue(false));
    QVERIFY(queue[u"bytes"].toInteger() > 2 * 60);
    QVERIFY(queue[u"oldestAgeMs"].toInteger() >= 0);
    QCOMPARE(payloads(queue), "1 3"_ba);
    const auto message = Received::parse(queue[u"messages"][0].toObject());
    QVERIFY(message);
    QCOMPARE(message->userId.value_or(""), "shown"_ba);
    QCOMPARE(show("nobody").json()[u"total"], QJsonValue(0));
}

void TestAdminQueues::broadcastsAreInNobodysQueue()
{
    publish("1", {});
    QCOMPARE(show("quiet").json()[u"total"], QJsonValue(0));
}

void TestAdminQueues::aQueueIsReadInPages()
{
    for (int i = 0; i < 5; ++i)
        publish(QByteArray::number(i), "paged");
    QCOMPARE(payloads(show("paged", "?limit=2&offset=1").json()), "1 2"_ba);
    QCOMPARE(show("paged", "?limit=2&offset=1").json()[u"hasMore"], QJsonValue(true));
    QCOMPARE(show("paged", "?limit=2&offset=3").json()[u"hasMore"], QJsonValue(false));
    QCOMPARE(show("paged", "?offset=5").json()[u"count"], QJsonValue(0));
    for (int i = 0; i < 4; ++i)
        publish('"' + QByteArray(10'000, 'x') + '"', "big");
    const QJsonObject big = show("big").json(); // a page ends with the message that fills it
    QCOMPARE(big[u"count"], QJsonValue(2));
    QCOMPARE(big[u"total"], QJsonValue(4));
    QCOMPARE(big[u"hasMore"], QJsonValue(true));
}

void TestAdminQueues::namesAreDecodedAndNormalised_data()
{
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QByteArray>("inPath");
    QTest::newRow("blank") << "a b"_ba
                           << "a%20b"_ba;
    QTest::newRow("slash") << "a/b"_ba
                           << "a%2Fb"_ba;
    QTest::newRow("plus") << "a+b"_ba
                          << "a+b"_ba;
    QTest::newRow("plus, escaped") << "c+d"_ba
                                   << "c%2Bd"_ba;
    QTest::newRow("percent") << "100%"_ba
                             << "100%25"_ba;
    QTest::newRow("dots") << ".."_ba
                          << "%2e%2e"_ba;
    QTest::newRow("composed") << "ren\u00e9"_ba
                              << "rene%CC%81"_ba;
    QTest::newRow("query and fragment") << "a?b#c"_ba
                                        << "a%3Fb%23c"_ba;
    QTest::newRow("the pattern") << "<arg>"_ba
                                 << "%3Carg%3E"_ba;
    QTest::newRow("the word queue") << "queue"_ba
                                    << "queue"_ba;
}

void TestAdminQueues::namesAreDecodedAndNormalised()
{
    QFETCH(const QByteArray, user);
    QFETCH(const QByteArray, inPath);
    publish("17", user);
    const QJsonObject queue = show(inPath).json();
    QCOMPARE(queue[u"userId"].toString().toUtf8(), user);
    QCOMPARE(payloads(queue), "17"_ba);
    QCOMPARE(purge(inPath).json()[u"purged"], QJsonValue(1));
    QCOMPARE(show(inPath).json()[u"total"], QJsonValue(0));
}

void TestAdminQueues::badNamesAreRefused_data()
{
    QTest::addColumn<QByteArray>("user");
    for (const char *name : {"%00", "a%0Ab", "%20", "%ff", "%c0%af", "a%20"})
        QTest::newRow(name) << QByteArray(name);
    QTest::newRow("too long") << QByteArray(129, 'a');
}

void TestAdminQueues::badNamesAreRefused()
{
    QFETCH(const QByteArray, user);
    QCOMPARE(show(user).problem(), "400 invalid_user at id"_ba);
    QCOMPARE(purge(user).problem(), "400 invalid_user at id"_ba);
}

void TestAdminQueues::badParametersAreNamed_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("at");
    for (const char *query : {"?limit=0", "?limit=1001", "?limit=x", "?limit="})
        QTest::newRow(query) << QByteArray(query) << "limit"_ba;
    for (const char *query : {"?offset=-1", "?offset=1000001", "?offset=0x1"})
        QTest::newRow(query) << QByteArray(query) << "offset"_ba;
}

void TestAdminQueues::badParametersAreNamed()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QByteArray, at);
    QCOMPARE(show("u1", query).problem(), "400 invalid_parameter at " + at);
}

void TestAdminQueues::whoMayLookAndWhoMayPurge()
{
    publish("1", "guarded");
    HttpClient client(port());
    QCOMPARE(client.get(path("guarded")).problem(), "401 unauthorized"_ba);
    for (const char *role : {"user", "publisher"}) // not even its own
        QCOMPARE(client.get(path("guarded"), as(role, "guarded")).problem(), "403 forbidden"_ba);
    QCOMPARE(client.request("DELETE", path("guarded")).problem(), "401 unauthorized"_ba);
    for (const char *role : {"user", "publisher", "operator"})
        QCOMPARE(client.request("DELETE", path("guarded"), as(role, "guarded")).problem(), "403 forbidden"_ba);
    QCOMPARE(show("guarded").json()[u"total"], QJsonValue(1));
    QCOMPARE(client.get(path("guarded"), as("admin")).status, 200);
}

void TestAdminQueues::aPurgedQueueIsEmptyAndItsReaderIsTold()
{
    HttpClient reader(port());
    publish("1", "reader");
    const QByteArray seen = poll(reader, "since=0", as("user", "reader")).cursor;
    publish("2", "reader");
    publish("3", "bystander");
    const HttpResponse response = purge("reader");
    QCOMPARE(response.status, 200);
    QCOMPARE(response.json()[u"purged"], QJsonValue(2));
    QCOMPARE(purge("reader").json()[u"purged"], QJsonValue(0));
    const Poll after = poll(reader, "since=" + seen, as("user", "reader"));
    QVERIFY(after.reset);
    for (const Received &message : after.messages)
        QVERIFY(!message.userId); // broadcasts stay
    QCOMPARE(show("bystander").json()[u"total"], QJsonValue(1));
}

void TestAdminQueues::purgingIsAudited()
{
    QCOMPARE(purge("somebody%20else").status, 200);
    const QJsonArray records = HttpClient(port())
                                   .get("/api/admin/audit?action=purge&limit=1", as("operator"))
                                   .json()[u"records"]
                                   .toArray();
    QCOMPARE(records[0][u"actor"], QJsonValue(u"user:boss"_s));
    QCOMPARE(records[0][u"target"], QJsonValue(u"somebody else"_s));
    QCOMPARE(records[0][u"result"], QJsonValue(u"ok"_s));
}

void TestAdminQueues::theRouteIsAsHttpHasIt()
{
    HttpClient client(port());
    QCOMPARE(client.request("HEAD", path("u1"), as("operator")).status, 200);
    const QByteArray allow = "GET, HEAD, DELETE, OPTIONS";
    QCOMPARE(client.request("OPTIONS", path("u1")).field("Allow").value_or(""), allow);
    for (const char *method : {"POST", "PUT", "PURGE"}) {
        const HttpResponse response = client.request(method, path("u1"), as("admin"));
        QCOMPARE(response.problem(), "405 method_not_allowed"_ba);
        QCOMPARE(response.field("Allow").value_or(""), allow);
    }
    for (const char *other : {"/api/admin/users//queue", "/api/admin/users/u1", "/api/admin/users/u1/queue/",
                              "/api/admin/users/a/b/queue", "/api/admin/users/u1/queues"}) {
        QCOMPARE(client.get(other, as("admin")).problem(), "404 not_found"_ba);
        QCOMPARE(client.request("PURGE", other, as("admin")).problem(), "404 not_found"_ba);
    }
}

QTEST_GUILESS_MAIN(TestAdminQueues)
#include "tst_admin_queues.moc"
