// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>

#include "tests/support/attacktest.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray message = R"({"type":"test.event","payload":1,"userId":"cors"})";

} // namespace

/// Rows 23, 24, 26 and 33: what a page of somebody else's, or a name with something in it, could do.
class TestBrowserAttacks : public AttackTest {
    Q_OBJECT

private Q_SLOTS:
    void row23_aForeignOriginIsNotUpgraded_data();
    void row23_aForeignOriginIsNotUpgraded();
    void row23_anOwnOriginIsUpgraded_data();
    void row23_anOwnOriginIsUpgraded();
    void row23_theListIsExact();
    void row24_aPreflightOfAnOwnOriginIsAnswered_data();
    void row24_aPreflightOfAnOwnOriginIsAnswered();
    void row24_aForeignOriginIsNotNamed_data();
    void row24_aForeignOriginIsNotNamed();
    void row24_anOwnOriginMayReadAnswers();
    void row24_aForeignHostIsRefused_data();
    void row24_aForeignHostIsRefused();
    void row24_anOwnHostIsServed_data();
    void row24_anOwnHostIsServed();
    void row26_namesWithControlsAreRefused_data();
    void row26_namesWithControlsAreRefused();
    void row26_refsAreEscaped();
    void row26_theLogStaysOneObjectALine();
    void row33_onlyLoopbackIsListenedOn();
    void row33_thereIsNothingToDebug_data();
    void row33_thereIsNothingToDebug();
};

void TestBrowserAttacks::row23_aForeignOriginIsNotUpgraded_data()
{
    QTest::addColumn<QByteArray>("origin");

    for (const char *origin : {"null",
                               "http://example.com",
                               "https://evil.example",
                               "http://localhost.evil.example",
                               "http://evil-localhost",
                               "http://localhost:3000.evil.example",
                               "http://localhost:3000@evil.example",
                               "http://evil.example#http://localhost:3000",
                               "http://evil.example/http://localhost:3000",
                               "http://127.0.0.1.evil.example",
                               "http://localhost:3000/",
                               "http://localhost:",
                               "http://localhost:abc",
                               "http://localhost:3000 http://evil.example",
                               "http://localhost:3000,http://evil.example",
                               "file://",
                               "ftp://localhost:3000",
                               "localhost:3000",
                               "//localhost:3000",
                               "http:/localhost:3000",
                               "",
                               "*",
                               "chrome-extension://abcdef",
                               "http://[::1",
                               "http://0.0.0.0:3000",
                               "http://xn--lcalhost-54a:3000"})
        QTest::newRow(origin) << QByteArray(origin);
}

void TestBrowserAttacks::row23_aForeignOriginIsNotUpgraded()
{
    QFETCH(const QByteArray, origin);

    const WebSocketClient client(port(), "/ws?userId=cors", {{"Origin", origin}});
    QCOMPARE(client.response().problem(), "403 origin_not_allowed at Origin"_ba);
}

void TestBrowserAttacks::row23_anOwnOriginIsUpgraded_data()
{
    QTest::addColumn<HttpFields>("fields");

    for (const char *origin : {"http://localhost:3000", "http://localhost:5173", "https://localhost:8443",
                               "http://127.0.0.1:3000", "http://[::1]:3000", "http://localhost"})
        QTest::newRow(origin) << HttpFields{{"Origin", origin}};
    QTest::newRow("none, as of an app") << HttpFields{};
}

void TestBrowserAttacks::row23_anOwnOriginIsUpgraded()
{
    QFETCH(const HttpFields, fields);
    QVERIFY(WebSocketClient(port(), "/ws?userId=cors", fields).isUpgraded());
}

void TestBrowserAttacks::row23_theListIsExact()
{
    const ServerProcess other({"cors.origins=https://app.example,https://other.example:8443"});
    const auto status = [&other](const char *origin) {
        return WebSocketClient(other.port(), "/ws", {{"Origin", origin}}).response().status;
    };
    QCOMPARE(status("https://app.example"), 101);
    for (const char *origin : {"http://app.example", "https://app.example:8443", "https://app.example.evil",
                               "https://xapp.example", "https://evil.example", "http://localhost:3000", "null"})
        QCOMPARE(status(origin), 403);
}

void TestBrowserAttacks::row24_aPreflightOfAnOwnOriginIsAnswered_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("method");

    QTest::newRow("send") << "/api/sync/send"_ba
                          << "POST"_ba;
    QTest::newRow("broadcast") << "/api/sync/broadcast"_ba
                               << "POST"_ba;
    QTest::newRow("poll") << "/api/sync/poll"_ba
                          << "GET"_ba;
}

void TestBrowserAttacks::row24_aPreflightOfAnOwnOriginIsAnswered()
{
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, method);

    HttpClient client(port());
    const HttpResponse response
        = client.request("OPTIONS", target,
                         {{"Origin", "http://localhost:3000"},
                          {"Access-Control-Request-Method", method},
                          {"Access-Control-Request-Headers", "content-type, idempotency-key"}});
    QVERIFY(response.status == 200 || response.status == 204);
    QCOMPARE(response.field("Access-Control-Allow-Origin"), std::optional("http://localhost:3000"_ba));
    QVERIFY(response.fieldHasToken("Access-Control-Allow-Methods", method));
    QVERIFY(response.fieldHasToken("Access-Control-Allow-Headers", "content-type"));
    QVERIFY(response.fieldHasToken("Access-Control-Allow-Headers", "idempotency-key"));
    QVERIFY(response.field("Access-Control-Max-Age").value_or(""_ba).toInt() > 0);
    QVERIFY(response.fieldHasToken("Vary", "Origin"));
    QVERIFY(!response.field("Access-Control-Allow-Credentials"));
}

void TestBrowserAttacks::row24_aForeignOriginIsNotNamed_data()
{
    row23_aForeignOriginIsNotUpgraded_data();
}

void TestBrowserAttacks::row24_aForeignOriginIsNotNamed()
{
    QFETCH(const QByteArray, origin);

    HttpClient client(port());
    for (const HttpResponse &response :
         {client.request("OPTIONS", "/api/sync/send",
                         {{"Origin", origin}, {"Access-Control-Request-Method", "POST"}}),
          client.get("/api/sync/poll?userId=cors", {{"Origin", origin}}),
          client.get("/nowhere", {{"Origin", origin}})}) {
        QVERIFY(response.status > 0);
        QVERIFY(!response.field("Access-Control-Allow-Origin"));
        QVERIFY(!response.field("Access-Control-Allow-Credentials"));
    }
}

void TestBrowserAttacks::row24_anOwnOriginMayReadAnswers()
{
    HttpClient client(port());
    const HttpFields fields{{"Origin", "http://localhost:3000"}};
    for (const HttpResponse &response :
         {client.get("/api/sync/poll?userId=cors", fields), client.get("/api/sync/poll?limit=0", fields),
          client.post("/api/sync/send", message, fields), client.get("/api/sync/status", fields)}) {
        QCOMPARE(response.field("Access-Control-Allow-Origin"), std::optional("http://localhost:3000"_ba));
        QVERIFY(response.fieldHasToken("Vary", "Origin"));
        QVERIFY(!response.field("Access-Control-Allow-Credentials"));
    }
}

void TestBrowserAttacks::row24_aForeignHostIsRefused_data()
{
    QTest::addColumn<QByteArray>("host");

    for (const char *host : {"evil.example", "evil.example:5000", "localhost.evil.example", "127.0.0.1.evil.example",
                             "192.168.0.1", "localhost.", "0.0.0.0", "[::2]", "127.0.0.2", "127.1", "2130706433"})
        QTest::newRow(host) << QByteArray(host);
}

void TestBrowserAttacks::row24_aForeignHostIsRefused()
{
    QFETCH(const QByteArray, host);

    HttpClient client(port());
    const HttpFields fields{{"Host", host}};
    QCOMPARE(client.get("/api/sync/poll?userId=cors", fields).problem(), "403 forbidden at Host"_ba);
    HttpClient sender(port());
    const QByteArray body = R"({"type":"test.event","payload":1,"userId":"foreign-host"})";
    QCOMPARE(sender.post("/api/sync/send", body, fields).problem(), "403 forbidden at Host"_ba);
    QCOMPARE(WebSocketClient(port(), "/ws?userId=cors", fields).response().problem(), "403 forbidden at Host"_ba);
    HttpClient reader(port());
    QCOMPARE(poll(reader, "userId=foreign-host").payloads(), ""_ba);
}

void TestBrowserAttacks::row24_anOwnHostIsServed_data()
{
    QTest::addColumn<QByteArray>("host");

    for (const char *host :
         {"localhost", "LOCALHOST", "localhost:5000", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:5000"})
        QTest::newRow(host) << QByteArray(host);
}

void TestBrowserAttacks::row24_anOwnHostIsServed()
{
    QFETCH(const QByteArray, host);
    QCOMPARE(HttpClient(port()).get("/api/sync/poll?userId=cors", {{"Host", host}}).status, 200);
}

void TestBrowserAttacks::row26_namesWithControlsAreRefused_data()
{
    QTest::addColumn<QByteArray>("target");

    QTest::newRow("CRLF in a user") << "/api/sync/poll?userId=a%0d%0aSet-Cookie:%20x=y"_ba;
    QTest::newRow("escape in a user") << "/api/sync/poll?userId=%1b]0;x%07"_ba;
    QTest::newRow("C1 escape in a user") << "/api/sync/poll?userId=%c2%9b31m"_ba;
    QTest::newRow("CRLF in a cursor") << "/api/sync/poll?since=a%0d%0aX:%20y"_ba;
    QTest::newRow("CRLF in a limit") << "/api/sync/poll?limit=1%0d%0aX:%20y"_ba;
    QTest::newRow("CRLF in a path") << "/nowhere%0d%0aX:%20y"_ba;
    QTest::newRow("escape in a path") << "/%1b[2J"_ba;
}

void TestBrowserAttacks::row26_namesWithControlsAreRefused()
{
    QFETCH(const QByteArray, target);

    HttpClient client(port());
    const HttpResponse response = client.get(target); // strict: a field injected would be seen as one
    QVERIFY(response.status == 400 || response.status == 404);
    QVERIFY(!response.field("Set-Cookie"));
    QVERIFY(!response.field("X"));
    for (const char byte : response.body)
        QVERIFY(static_cast<unsigned char>(byte) >= 0x20 || byte == '\n');
    QVERIFY(!response.body.contains("\xc2\x9b"));
}

void TestBrowserAttacks::row26_refsAreEscaped()
{
    SyncClient client(port(), "userId=refs");
    QVERIFY(client.send(R"({"type":"No","payload":1,"ref":"a\r\n\u001b[31m\u0000\"\\\u2028</script>"})"));
    const auto frame = client.socket().readData();
    QVERIFY(frame);
    for (const char byte : frame->payload)
        QVERIFY(static_cast<unsigned char>(byte) >= 0x20);
}

void TestBrowserAttacks::row26_theLogStaysOneObjectALine()
{
    HttpClient client(port());
    client.get("/%1b[2J%0d%0a{\"message\":\"forged\"}");
    client.get("/api/sync/poll?userId=%0a{\"message\":\"forged\"}");
    client.get("/healthz", {{"User-Agent", "\"},{\"message\":\"forged\""}});
    const WebSocketClient refused(port(), "/ws?userId=%0aforged", {{"Origin", "http://\"},{\"message\":\"forged\""}});
    QVERIFY(!refused.isUpgraded());
    const QList<QJsonObject> lines = server().logLines();
    QVERIFY(!lines.isEmpty());
    for (const QJsonObject &line : lines) {
        QVERIFY(!line[u"message"].toString().isEmpty());
        QVERIFY(!line[u"level"].toString().isEmpty());
        QVERIFY(line[u"message"] != QJsonValue(u"forged"_s));
    }
    QVERIFY(!server().standardError().contains('\x1b'));
}

void TestBrowserAttacks::row33_onlyLoopbackIsListenedOn()
{
    // The kernel's table of sockets: address and port in hexadecimal, state 0A is listening.
    const QByteArray portText = QByteArray::number(port(), 16).rightJustified(4, '0').toUpper();
    int found = 0;
    for (const QString &path : {u"/proc/net/tcp"_s, u"/proc/net/tcp6"_s}) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QList<QByteArray> lines = file.readAll().split('\n');
        for (const QByteArray &line : lines) {
            const QList<QByteArray> columns = line.simplified().split(' ');
            if (columns.value(3) != "0A" || !columns.value(1).endsWith(':' + portText))
                continue;
            const QByteArray address = columns[1].chopped(5);
            QVERIFY2(address == "0100007F" || address == "00000000000000000000000001000000", address);
            ++found;
        }
    }
    QVERIFY(found > 0);
}

void TestBrowserAttacks::row33_thereIsNothingToDebug_data()
{
    QTest::addColumn<QByteArray>("target");

    for (const char *target : {"/debug", "/debug/pprof", "/admin", "/api/admin", "/api/admin/", "/.env",
                               "/.git/config", "/server-status", "/actuator", "/console", "/api/admin/nothing"})
        QTest::newRow(target) << QByteArray(target);
}

void TestBrowserAttacks::row33_thereIsNothingToDebug()
{
    QFETCH(const QByteArray, target);
    QCOMPARE(HttpClient(port()).get(target).problem(), "404 not_found"_ba);
}

QTEST_GUILESS_MAIN(TestBrowserAttacks)
#include "tst_browser_attacks.moc"
