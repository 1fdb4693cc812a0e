// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QTest>

#include "tests/support/authserver.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// `/api/admin/history`, and the figures of status that come from the transport.
class TestAdminHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void itBeginsWithTheServer_data();
    void itBeginsWithTheServer();
    void itFollowsWhatHappens();
    void badRangesAreNamed();
    void itTakesAnOperator();
    void theRouteIsAsHttpHasIt();
    void statusCountsBytes();

private:
    quint16 port() const { return m_server->port(); }
    HttpFields as(const QByteArray &roles) const
    {
        return AuthServer::bearer(m_server->token({.subject = "u1", .roles = roles}));
    }
    HttpResponse history(const QByteArray &query = {}) const
    {
        return HttpClient(port()).get("/api/admin/history" + query, as("operator"));
    }
    QJsonArray series(QStringView name) const { return history().json()[u"series"][name].toArray(); }

    std::unique_ptr<AuthServer> m_server;
};

void TestAdminHistory::initTestCase()
{
    m_server = std::make_unique<AuthServer>(std::vector<const char *>{"rate.admin_requests=0"});
}

void TestAdminHistory::cleanupTestCase()
{
    m_server.reset();
}

void TestAdminHistory::itBeginsWithTheServer_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("step");
    QTest::newRow("none") << ""_ba << 1000;
    QTest::newRow("5m") << "?range=5m"_ba << 1000;
    QTest::newRow("1h") << "?range=1h"_ba << 10'000;
    QTest::newRow("24h") << "?range=24h"_ba << 300'000;
}

void TestAdminHistory::itBeginsWithTheServer()
{
    QFETCH(const QByteArray, query);
    QFETCH(const int, step);
    const HttpResponse response = history(query);
    QCOMPARE(response.status, 200);
    QVERIFY(response.fieldHasToken("Cache-Control", "no-store"));
    const QJsonObject answer = response.json();
    QCOMPARE(answer[u"success"], QJsonValue(true));
    QCOMPARE(answer[u"stepMs"], QJsonValue(step));
    const auto count = answer[u"count"].toInt();
    QVERIFY(count >= 1);
    const QJsonObject series = answer[u"series"].toObject();
    QVERIFY(series.size() > 10);
    for (const QJsonValue &values : series)
        QCOMPARE(values.toArray().size(), count);
}

void TestAdminHistory::itFollowsWhatHappens()
{
    const SyncClient client(port(), "token=" + m_server->token({.subject = "u1", .roles = "user"}));
    HttpClient publisher(port());
    for (int i = 0; i < 50; ++i)
        sendMessage(publisher, "1", "u1", as("publisher"));
    QVERIFY(eventually([this] { return series(u"queue.messages").last() == QJsonValue(50); }));
    QCOMPARE(series(u"connections.webSocket").last(), QJsonValue(1));
    double published = 0;
    for (const QJsonValue &rate : series(u"rates.messagesIn"))
        published += rate.toDouble();
    QVERIFY(published > 0);
    const QJsonArray times = series(u"timestamp");
    for (qsizetype i = 1; i < times.size(); ++i)
        QVERIFY(times[i].toInteger() > times[i - 1].toInteger());
}

void TestAdminHistory::badRangesAreNamed()
{
    for (const char *range : {"", "1d", "5", "5M", "-1h", "24h,1h"})
        QCOMPARE(history("?range="_ba + range).problem(), "400 invalid_parameter at range"_ba);
}

void TestAdminHistory::itTakesAnOperator()
{
    HttpClient client(port());
    QCOMPARE(client.get("/api/admin/history").problem(), "401 unauthorized"_ba);
    QCOMPARE(client.get("/api/admin/history", as("user")).problem(), "403 forbidden"_ba);
    QCOMPARE(client.get("/api/admin/history", as("publisher")).problem(), "403 forbidden"_ba);
    QCOMPARE(client.get("/api/admin/history", as("admin")).status, 200);
}

void TestAdminHistory::theRouteIsAsHttpHasIt()
{
    HttpClient client(port());
    QCOMPARE(client.request("HEAD", "/api/admin/history", as("operator")).status, 200);
    QCOMPARE(client.request("OPTIONS", "/api/admin/history").field("Allow").value_or(""), "GET, HEAD, OPTIONS"_ba);
    QCOMPARE(client.request("DELETE", "/api/admin/history", as("admin")).problem(), "405 method_not_allowed"_ba);
}

void TestAdminHistory::statusCountsBytes()
{
    HttpClient client(port());
    const auto totals = [&] {
        return client.get("/api/sync/status", as("operator")).json()[u"totals"].toObject();
    };
    const QJsonObject before = totals();
    SyncClient receiver(port(), "token=" + m_server->token({.subject = "u2", .roles = "user"}));
    sendMessage(client, '"' + QByteArray(50'000, 'x') + '"', "u2", as("publisher"));
    QVERIFY(receiver.readMessage());
    // It is counted behind the send(), which the receiver may outrun.
    const auto out = [&] {
        return totals()[u"bytesOut"].toInteger() - before[u"bytesOut"].toInteger();
    };
    QVERIFY(eventually([&] { return out() > 50'000; }));
    QVERIFY2(out() < 65'000, QByteArray::number(out()));
    const QJsonObject after = totals();
    QVERIFY(after[u"bytesIn"].toInteger() - before[u"bytesIn"].toInteger() > 50'000);
    QVERIFY(after[u"bytesIn"].toInteger() - before[u"bytesIn"].toInteger() < 60'000);
    QVERIFY(after[u"connections"].toInteger() > before[u"connections"].toInteger());
}

QTEST_GUILESS_MAIN(TestAdminHistory)
#include "tst_admin_history.moc"
