// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QTest>

#include "tests/support/authserver.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

/// The value of a sample, named with its labels; nothing when it is not there.
std::optional<double> sample(const HttpResponse &response, const QByteArray &name)
{
    for (const QByteArray &line : response.body.split('\n')) {
        if (line.startsWith(name + ' '))
            return line.sliced(name.size() + 1).toDouble();
    }
    return std::nullopt;
}

HttpFields bearer(const AuthServer &server, const QByteArray &roles)
{
    return AuthServer::bearer(server.token({.subject = "u1", .roles = roles}));
}

} // namespace

/// `GET /metrics`: what Prometheus reads, and who may.
class TestMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theyAreInPrometheusTextFormat();
    void theyFollowWhatHappens();
    void errorsAreCountedByCode();
    void row33_whatAProxyHandsOnIsNotLocal_data();
    void row33_whatAProxyHandsOnIsNotLocal();
    void row33_aTrustedProxyIsNotLocal();
    void row33_operatorsMayAlways_data();
    void row33_operatorsMayAlways();
    void row33_anyoneMayWhenToldSo();
    void row33_aReboundNameIsRefused();
    void theRouteIsAsHttpHasIt();
};

void TestMetrics::theyAreInPrometheusTextFormat()
{
    const ServerProcess server;
    const HttpResponse response = HttpClient(server.port()).get("/metrics");
    QCOMPARE(response.status, 200);
    QCOMPARE(response.field("Content-Type").value_or(""), "text/plain; version=0.0.4; charset=utf-8"_ba);
    QVERIFY(response.body.endsWith('\n'));
    static const QRegularExpression comment(u"^# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram))$"_s);
    static const QRegularExpression line(u"^([a-z_]+)(\\{[a-z]+=\"[^\"\\\\]*\"\\})? (-?[0-9.]+(e[-+][0-9]+)?)$"_s);
    QSet<QByteArray> seen;
    QByteArray family;
    for (const QByteArray &text : response.body.chopped(1).split('\n')) {
        if (text.startsWith("# TYPE "))
            family = text.split(' ')[2];
        if (text.startsWith('#')) {
            QVERIFY2(comment.match(QString::fromUtf8(text)).hasMatch(), text);
        } else {
            const auto match = line.match(QString::fromUtf8(text));
            QVERIFY2(match.hasMatch(), text);
            QVERIFY2(text.startsWith(family), text); // samples of a family are together
            const QByteArray key = text.left(text.lastIndexOf(' '));
            QVERIFY2(!seen.contains(key), text);
            seen.insert(key);
        }
    }
    QVERIFY(seen.size() > 60);
}

void TestMetrics::theyFollowWhatHappens()
{
    const ServerProcess server;
    HttpClient client(server.port());
    SyncClient receiver(server.port(), "userId=u1");
    for (int i = 0; i < 3; ++i)
        sendMessage(client, "1", "u1");
    QCOMPARE(receiver.readPayloads(3), "1 1 1"_ba);
    // A delivery is counted behind its send(), which the receiver may outrun.
    QVERIFY(
        eventually([&] { return sample(client.get("/metrics"), "relais_delivery_latency_seconds_count") == 3.0; }));
    const HttpResponse metrics = client.get("/metrics");
    QCOMPARE(sample(metrics, R"(relais_clients{transport="websocket"})"), 1.0);
    QCOMPARE(sample(metrics, "relais_users"), 1.0);
    QCOMPARE(sample(metrics, "relais_messages_published_total"), 3.0);
    QCOMPARE(sample(metrics, R"(relais_messages_delivered_total{transport="websocket"})"), 3.0);
    QCOMPARE(sample(metrics, "relais_queue_messages"), 3.0);
    QCOMPARE(sample(metrics, R"(relais_delivery_latency_seconds_bucket{le="+Inf"})"), 3.0);
    QCOMPARE(sample(metrics, "relais_publish_latency_seconds_count"), 3.0);
    QVERIFY(sample(metrics, "relais_received_bytes_total").value_or(0) > 300);
    QVERIFY(sample(metrics, "relais_sent_bytes_total").value_or(0) > 300);
    QVERIFY(sample(metrics, "process_resident_memory_bytes").value_or(0) > 1'000'000);
    QVERIFY(sample(metrics, "process_open_fds").value_or(0) > 3);
    QCOMPARE(sample(metrics, "relais_journal_enabled"), 0.0);
}

void TestMetrics::errorsAreCountedByCode()
{
    const ServerProcess server;
    HttpClient client(server.port());
    QCOMPARE(client.get("/nowhere").status, 404);
    QCOMPARE(client.get("/nowhere").status, 404);
    QCOMPARE(client.get("/api/sync/poll?limit=0").status, 400);
    const HttpResponse metrics = client.get("/metrics");
    QCOMPARE(sample(metrics, R"(relais_errors_total{code="not_found"})"), 2.0);
    QCOMPARE(sample(metrics, R"(relais_errors_total{code="invalid_parameter"})"), 1.0);
    QCOMPARE(sample(metrics, R"(relais_errors_total{code="unauthorized"})"), 0.0);
    QCOMPARE(sample(metrics, "relais_rate_limited_total"), 0.0);
}

void TestMetrics::row33_whatAProxyHandsOnIsNotLocal_data()
{
    QTest::addColumn<HttpFields>("fields");
    for (const char *name : {"X-Forwarded-For", "x-forwarded-for", "X-Real-IP", "X-Client-IP"})
        QTest::newRow(name) << HttpFields{{name, "127.0.0.1"}};
    QTest::newRow("Forwarded") << HttpFields{{"Forwarded", "for=127.0.0.1"}};
    QTest::newRow("Via") << HttpFields{{"Via", "1.1 proxy"}};
}

void TestMetrics::row33_whatAProxyHandsOnIsNotLocal()
{
    QFETCH(HttpFields, fields);
    const AuthServer server;
    HttpClient client(server.port());
    QCOMPARE(client.get("/metrics").status, 200);
    const HttpResponse response = client.get("/metrics", fields);
    QCOMPARE(response.problem(), "401 unauthorized"_ba);
    QVERIFY(response.field("WWW-Authenticate"));
    fields.push_back(bearer(server, "user").front());
    QCOMPARE(client.get("/metrics", fields).problem(), "403 forbidden"_ba);
    fields.back() = bearer(server, "operator").front();
    QCOMPARE(client.get("/metrics", fields).status, 200);
}

void TestMetrics::row33_aTrustedProxyIsNotLocal()
{
    const AuthServer server({"proxies.trusted=127.0.0.1"});
    HttpClient client(server.port());
    QCOMPARE(client.get("/metrics").problem(), "401 unauthorized"_ba);
    QCOMPARE(client.get("/metrics", {{"X-Forwarded-For", "::1"}}).problem(), "401 unauthorized"_ba);
    QCOMPARE(client.get("/metrics", bearer(server, "operator")).status, 200);
}

void TestMetrics::row33_operatorsMayAlways_data()
{
    QTest::addColumn<QByteArray>("roles");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("operator") << "operator"_ba
                              << ""_ba;
    QTest::newRow("admin") << "admin"_ba
                           << ""_ba;
    QTest::newRow("publisher") << "publisher"_ba
                               << "403 forbidden"_ba;
    QTest::newRow("user") << "user"_ba
                          << "403 forbidden"_ba;
}

void TestMetrics::row33_operatorsMayAlways()
{
    QFETCH(const QByteArray, roles);
    QFETCH(const QByteArray, answer);
    const AuthServer server({"metrics.access=operator"});
    HttpClient client(server.port());
    QCOMPARE(client.get("/metrics").problem(), "401 unauthorized"_ba);
    QCOMPARE(client.get("/metrics", AuthServer::bearer("nonsense")).problem(),
             "401 unauthorized at Authorization"_ba);
    const HttpResponse response = client.get("/metrics", bearer(server, roles));
    if (answer.isEmpty())
        QCOMPARE(response.status, 200);
    else
        QCOMPARE(response.problem(), answer);
}

void TestMetrics::row33_anyoneMayWhenToldSo()
{
    const AuthServer server({"metrics.access=anyone"});
    QCOMPARE(HttpClient(server.port()).get("/metrics", {{"X-Forwarded-For", "192.0.2.1"}}).status, 200);
}

void TestMetrics::row33_aReboundNameIsRefused()
{
    const ServerProcess server;
    QCOMPARE(HttpClient(server.port()).get("/metrics", {{"Host", "evil.example"}}).problem(),
             "403 forbidden at Host"_ba);
}

void TestMetrics::theRouteIsAsHttpHasIt()
{
    const ServerProcess server;
    HttpClient client(server.port());
    QCOMPARE(client.request("HEAD", "/metrics").status, 200);
    QCOMPARE(client.request("OPTIONS", "/metrics").field("Allow").value_or(""), "GET, HEAD, OPTIONS"_ba);
    QCOMPARE(client.request("POST", "/metrics").problem(), "405 method_not_allowed"_ba);
    QCOMPARE(client.get("/metrics/").status, 404);
    QVERIFY(client.get("/metrics").fieldHasToken("Cache-Control", "no-store"));
}

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
