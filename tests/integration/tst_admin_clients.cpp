// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QTest>

#include "tests/support/authserver.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// `/api/admin/clients`: who is connected, over all threads, and sending somebody away.
class TestAdminClients : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void clientsOfAllThreadsAndTransportsAreListed();
    void whatIsListedIsFilteredSortedAndCut();
    void badParametersAreNamed_data();
    void badParametersAreNamed();
    void listingTakesAnOperator();
    void disconnectingTakesAnAdmin();
    void aDisconnectedClientIsTold_data();
    void aDisconnectedClientIsTold();
    void aWaitingPollIsAnsweredWhenItIsDisconnected();
    void whoIsGoneIsNotFound_data();
    void whoIsGoneIsNotFound();
    void aClientThatDoesNotReadIsBehind();
    void disconnectingIsAudited();
    void theRoutesAreAsHttpHasThem();
    void manyListsAtOnceAreAnswered();

private:
    quint16 port() const { return m_server->port(); }
    HttpFields as(const QByteArray &roles, const QByteArray &user = "somebody") const
    {
        return AuthServer::bearer(m_server->token({.subject = user, .roles = roles}));
    }
    SyncClient connected(const QByteArray &user) const
    {
        return SyncClient(port(), "token=" + m_server->token({.subject = user, .roles = "user"}));
    }
    QJsonObject list(const QByteArray &query = {}) const
    {
        return HttpClient(port()).get("/api/admin/clients?" + query, as("operator")).json();
    }
    /// Of those that are listed: "anna bob".
    QByteArray users(const QByteArray &query) const
    {
        QByteArrayList names;
        for (const QJsonValue &client : list(query)[u"clients"].toArray())
            names += client[u"userId"].toString().toUtf8();
        return names.join(' ');
    }
    HttpResponse disconnect(const QByteArray &id, const QByteArray &query = {}) const
    {
        return HttpClient(port()).request("DELETE", "/api/admin/clients/" + id + query, as("admin", "boss"));
    }

    std::unique_ptr<AuthServer> m_server;
};

void TestAdminClients::initTestCase()
{
    m_server = std::make_unique<AuthServer>(std::vector<const char *>{
        "threads=4", "rate.requests=0", "rate.admin_requests=0", "limits.connections_per_address=0",
        "limits.connection_rate_per_address=0", "messages.cap_broadcast=100000"});
}

void TestAdminClients::cleanupTestCase()
{
    m_server.reset();
}

void TestAdminClients::clientsOfAllThreadsAndTransportsAreListed()
{
    std::vector<SyncClient> clients;
    for (int i = 0; i < 20; ++i) // the kernel spreads them
        clients.push_back(connected("listed-" + QByteArray::number(i)));
    HttpClient waiting(port());
    QVERIFY(waiting.sendGet("/api/sync/poll?wait=30", as("user", "listed-poll")));
    QVERIFY(eventually([this] { return list("filter=listed-")[u"total"] == QJsonValue(21); }));

    const QJsonArray rows = list("filter=listed-&sort=transport")[u"clients"].toArray();
    QCOMPARE(rows.size(), 21);
    const QJsonObject first = rows.first().toObject();
    QCOMPARE(first[u"transport"], QJsonValue(u"webSocket"_s));
    QVERIFY(first[u"address"].toString().startsWith(u"127.0.0.1:"_s));
    QVERIFY(first[u"since"].toInteger() > 1'700'000'000'000);
    QCOMPARE(first[u"bytesQueued"], QJsonValue(0));
    QCOMPARE(first[u"lag"], QJsonValue(0));
    const QJsonObject last = rows.last().toObject();
    QCOMPARE(last[u"transport"], QJsonValue(u"longPoll"_s));
    QCOMPARE(last[u"state"], QJsonValue(u"waiting"_s));
    QCOMPARE(last[u"userId"], QJsonValue(u"listed-poll"_s));
    QSet<QString> ids;
    for (const QJsonValue &row : rows)
        ids.insert(row[u"id"].toString());
    QCOMPARE(ids.size(), 21);
    QVERIFY(ids.contains(clients.front().greeting()[u"clientId"].toString()));
}

void TestAdminClients::whatIsListedIsFilteredSortedAndCut()
{
    const SyncClient anna = connected("cut-Anna");
    const SyncClient bob = connected("cut-bob");
    const SyncClient carol = connected("cut-carol");
    QCOMPARE(users("filter=cut-&sort=userId"), "cut-Anna cut-bob cut-carol"_ba);
    QCOMPARE(users("filter=CUT-&sort=-userId&limit=2"), "cut-carol cut-bob"_ba);
    QCOMPARE(users("filter=cut-&sort=userId&limit=1&offset=1"), "cut-bob"_ba);
    QCOMPARE(users("filter=cut-+transport:longPoll"), ""_ba);
    QCOMPARE(users("filter=cut-an"), "cut-Anna"_ba);
    QCOMPARE(users("filter=cut-&offset=3"), ""_ba);
    const QJsonObject page = list("filter=cut-&sort=-since&limit=1");
    QCOMPARE(page[u"success"], QJsonValue(true));
    QCOMPARE(page[u"total"], QJsonValue(3));
    QCOMPARE(page[u"count"], QJsonValue(1));
    QVERIFY(page[u"timestamp"].toInteger() > 1'700'000'000'000);
}

void TestAdminClients::badParametersAreNamed_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("at");
    for (const auto &[query, at] :
         std::initializer_list<std::pair<const char *, const char *>>{{"limit=0", "limit"},
                                                                      {"limit=1001", "limit"},
                                                                      {"limit=ten", "limit"},
                                                                      {"offset=-1", "offset"},
                                                                      {"offset=1e3", "offset"},
                                                                      {"sort=password", "sort"},
                                                                      {"sort=", "sort"},
                                                                      {"filter=transport:carrier-pigeon", "filter"},
                                                                      {"filter=%ff%fe", "filter"}})
        QTest::newRow(query) << QByteArray(query) << QByteArray(at);
}

void TestAdminClients::badParametersAreNamed()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QByteArray, at);
    const HttpResponse response = HttpClient(port()).get("/api/admin/clients?" + query, as("operator"));
    QCOMPARE(response.problem(), "400 invalid_parameter at " + at);
}

void TestAdminClients::listingTakesAnOperator()
{
    HttpClient client(port());
    QCOMPARE(client.get("/api/admin/clients").problem(), "401 unauthorized"_ba);
    QCOMPARE(client.get("/api/admin/clients", as("user")).problem(), "403 forbidden"_ba);
    QCOMPARE(client.get("/api/admin/clients", as("publisher")).problem(), "403 forbidden"_ba);
    QCOMPARE(client.get("/api/admin/clients", as("operator")).status, 200);
    QCOMPARE(client.get("/api/admin/clients", as("admin")).status, 200);
}

void TestAdminClients::disconnectingTakesAnAdmin()
{
    SyncClient target = connected("kept");
    const QByteArray path = "/api/admin/clients/" + target.greeting()[u"clientId"].toString().toUtf8();
    HttpClient client(port());
    QCOMPARE(client.request("DELETE", path).problem(), "401 unauthorized"_ba);
    for (const char *role : {"user", "publisher", "operator"})
        QCOMPARE(client.request("DELETE", path, as(role)).problem(), "403 forbidden"_ba);
    QVERIFY(target.isQuiet());
}

void TestAdminClients::aDisconnectedClientIsTold_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("code");
    QTest::newRow("for good") << ""_ba << 4003;
    QTest::newRow("for good, said") << "?reconnect=false"_ba << 4003;
    QTest::newRow("to come back") << "?reconnect=true"_ba << 4200;
}

void TestAdminClients::aDisconnectedClientIsTold()
{
    QFETCH(const QByteArray, query);
    QFETCH(const int, code);
    std::vector<SyncClient> clients; // some of them in other threads than the one that is asked
    for (int i = 0; i < 8; ++i)
        clients.push_back(connected("told"));
    for (SyncClient &client : clients) {
        const QString id = client.greeting()[u"clientId"].toString();
        const HttpResponse response = disconnect(id.toUtf8(), query);
        QCOMPARE(response.status, 200);
        QCOMPARE(response.json()[u"id"], QJsonValue(id));
        QCOMPARE(response.json()[u"userId"], QJsonValue(u"told"_s));
        QCOMPARE(response.json()[u"reconnect"], QJsonValue(code == 4200));
        QCOMPARE(client.socket().readCloseCode(), code);
    }
    QVERIFY(eventually([this] { return list("filter=told")[u"total"] == QJsonValue(0); }));
}

void TestAdminClients::aWaitingPollIsAnsweredWhenItIsDisconnected()
{
    HttpClient waiting(port());
    for (const bool comesBack : {false, true}) {
        QVERIFY(waiting.sendGet("/api/sync/poll?wait=30", as("user", "poller")));
        QVERIFY(eventually([this] { return list("filter=poller")[u"total"] == QJsonValue(1); }));
        const QByteArray id = list("filter=poller")[u"clients"][0][u"id"].toString().toUtf8();
        QVERIFY(id.startsWith('p'));
        QCOMPARE(disconnect(id, comesBack ? "?reconnect=true" : "").status, 200);
        const HttpResponse answer = waiting.readResponse();
        if (comesBack)
            QCOMPARE(answer.status, 200);
        else
            QCOMPARE(answer.problem(), "403 forbidden"_ba);
    }
}

void TestAdminClients::whoIsGoneIsNotFound_data()
{
    QTest::addColumn<QByteArray>("id");
    for (const char *id : {"c999999999", "p999999999", "c0", "c01", "1", "nobody", "c1%00", "%63", "c%2F1", "C1",
                           "c18446744073709551616", "%00", "%ff"})
        QTest::newRow(id) << QByteArray(id);
}

void TestAdminClients::whoIsGoneIsNotFound()
{
    QFETCH(const QByteArray, id);
    QCOMPARE(disconnect(id).problem(), "404 not_found"_ba);
}

void TestAdminClients::aClientThatDoesNotReadIsBehind()
{
    RawConnection::Options options;
    options.receiveBuffer = 4096;
    const SyncClient slow(port(), "token=" + m_server->token({.subject = "slow", .roles = "user"}), options);
    const QByteArray body = R"({"type":"test.event","payload":")" + QByteArray(60'000, 'x') + R"("})";
    HttpClient publisher(port());
    QVERIFY(eventually([&] {
        publisher.post("/api/sync/broadcast", body, as("publisher"));
        return list("sort=-lag&limit=1")[u"clients"][0][u"userId"] == QJsonValue(u"slow"_s)
            && list("sort=-lag&limit=1")[u"clients"][0][u"lag"].toInteger() > 0;
    }));
    const QJsonObject row = list("sort=-bytesQueued&limit=1")[u"clients"][0].toObject();
    QCOMPARE(row[u"userId"], QJsonValue(u"slow"_s));
    QVERIFY(row[u"bytesQueued"].toInteger() > 0);
    QVERIFY(row[u"lagMs"].toInteger() >= 0);
    QCOMPARE(row[u"state"], QJsonValue(u"catchingUp"_s));
}

void TestAdminClients::disconnectingIsAudited()
{
    SyncClient target = connected("audited");
    const QByteArray id = target.greeting()[u"clientId"].toString().toUtf8();
    QCOMPARE(disconnect(id).status, 200);
    QCOMPARE(disconnect(id).status, 404);
    const QJsonArray records = HttpClient(port())
                                   .get("/api/admin/audit?action=disconnect&limit=2", as("operator"))
                                   .json()[u"records"]
                                   .toArray();
    QCOMPARE(records[0][u"result"], QJsonValue(u"not_found"_s));
    QCOMPARE(records[0][u"target"], QJsonValue(QString::fromUtf8(id)));
    QCOMPARE(records[1][u"result"], QJsonValue(u"ok"_s));
    QCOMPARE(records[1][u"actor"], QJsonValue(u"user:boss"_s));
    QCOMPARE(records[1][u"target"], QJsonValue(QString::fromUtf8(id) + u" (audited)"_s));
}

void TestAdminClients::theRoutesAreAsHttpHasThem()
{
    HttpClient client(port());
    const HttpResponse head = client.request("HEAD", "/api/admin/clients", as("operator"));
    QCOMPARE(head.status, 200);
    QCOMPARE(client.request("OPTIONS", "/api/admin/clients").field("Allow").value_or(""), "GET, HEAD, OPTIONS"_ba);
    QCOMPARE(client.request("OPTIONS", "/api/admin/clients/c1").field("Allow").value_or(""), "DELETE, OPTIONS"_ba);
    for (const char *method : {"GET", "POST", "PUT", "PATCH", "FROBNICATE"}) {
        const HttpResponse response = client.request(method, "/api/admin/clients/c1", as("admin"));
        QCOMPARE(response.problem(), "405 method_not_allowed"_ba);
        QCOMPARE(response.field("Allow").value_or(""), "DELETE, OPTIONS"_ba);
    }
    QCOMPARE(client.request("DELETE", "/api/admin/clients", as("admin")).status, 405);
    QCOMPARE(disconnect("c1/x").problem(), "404 not_found"_ba);
    QCOMPARE(disconnect("").problem(), "404 not_found"_ba);
    QCOMPARE(disconnect("c1", "?reconnect=yes").problem(), "400 invalid_parameter at reconnect"_ba);
    QVERIFY(client.get("/api/admin/clients", as("operator")).fieldHasToken("Cache-Control", "no-store"));
}

void TestAdminClients::manyListsAtOnceAreAnswered()
{
    const HttpFields fields = as("operator");
    std::vector<HttpClient> clients;
    for (int i = 0; i < 40; ++i) {
        clients.emplace_back(port());
        QVERIFY(clients.back().sendGet("/api/admin/clients?limit=1000", fields));
    }
    clients.erase(clients.begin(), clients.begin() + 10); // some do not wait for it
    for (HttpClient &client : clients) {
        const int status = client.readResponse().status;
        QVERIFY(status == 200 || status == 503);
    }
    QCOMPARE(HttpClient(port()).get("/api/admin/clients", fields).status, 200);
}

QTEST_GUILESS_MAIN(TestAdminClients)
#include "tst_admin_clients.moc"
