// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/serverprocess.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// `/api/sync/status`, `/healthz` and `/readyz`.
class TestStatusHealth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aliveAndReady();
    void statusNamesTheServer();
    void statusCountsMessages();
    void statusCountsClients();
    void statusIsNotStored();
};

void TestStatusHealth::aliveAndReady()
{
    const ServerProcess server;
    HttpClient client(server.port());
    QCOMPARE(client.get("/healthz").status, 200);
    QCOMPARE(client.get("/readyz").status, 200);
}

void TestStatusHealth::statusNamesTheServer()
{
    const ServerProcess server({"node.name=berlin-1"});
    HttpClient client(server.port());
    const HttpResponse response = client.get("/api/sync/status");
    QCOMPARE(response.status, 200);
    QCOMPARE(response.field("Content-Type").value_or(""_ba).split(';').first(), "application/json"_ba);
    const QJsonObject status = response.json();
    QCOMPARE(status[u"success"], QJsonValue(true));
    QCOMPARE(status[u"status"], QJsonValue(u"ok"_s));
    QVERIFY(!status[u"version"].toString().isEmpty());
    QVERIFY(status[u"uptime"].isDouble() && status[u"uptime"].toDouble() >= 0);
    QCOMPARE(status[u"node"], QJsonValue(u"berlin-1"_s));
}

void TestStatusHealth::statusCountsMessages()
{
    const ServerProcess server;
    HttpClient client(server.port());
    sendMessage(client, "1", "u1");
    sendMessage(client, "2", "u2");
    sendMessage(client, "3");
    const QJsonObject status = client.get("/api/sync/status").json();
    const QJsonObject queue = status[u"queue"].toObject();
    QCOMPARE(queue[u"messages"], QJsonValue(3));
    QVERIFY(queue[u"bytes"].toInteger() > 3 * 60);
    QVERIFY(queue[u"oldestAgeMs"].toInteger() >= 0);
    QCOMPARE(queue[u"ttlMs"], QJsonValue(300'000));
    QCOMPARE(queue[u"cap"], QJsonValue(1000));
    QCOMPARE(status[u"totals"][u"messagesIn"], QJsonValue(3));
}

void TestStatusHealth::statusCountsClients()
{
    const ServerProcess server;
    HttpClient client(server.port());
    HttpClient waiting(server.port());
    const SyncClient phone(server.port(), "userId=u1");
    const SyncClient laptop(server.port(), "userId=u1");
    const SyncClient other(server.port(), "userId=u2");
    QVERIFY(waiting.sendGet("/api/sync/poll?userId=u3&wait=30"));
    QVERIFY(eventually([&client] {
        const QJsonValue connections = client.get("/api/sync/status").json()[u"connections"];
        return connections[u"webSocket"] == QJsonValue(3) && connections[u"longPoll"] == QJsonValue(1);
    }));
    QCOMPARE(client.get("/api/sync/status").json()[u"users"], QJsonValue(3));
}

void TestStatusHealth::statusIsNotStored()
{
    const ServerProcess server;
    HttpClient client(server.port());
    QVERIFY(client.get("/api/sync/status").fieldHasToken("Cache-Control", "no-store"));
}

QTEST_GUILESS_MAIN(TestStatusHealth)
#include "tst_status_health.moc"
