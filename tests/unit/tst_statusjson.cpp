// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/statusjson.h"

#include "tests/support/jsontext.h"

#include <QJsonArray>
#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

/// Every figure another number, so that none can stand for another.
ServerStatus distinctStatus()
{
    ServerStatus status;
    status.version = "1.2.3";
    status.node = "a \"node\" é";
    status.uptime = 61'500ms;
    status.now = UnixTime(1'732'312'345'678ms);
    status.clients = {.webSockets = 11, .longPolls = 12, .users = 13, .recipients = 22};
    status.transport = {.sockets = 14,
                        .accepted = 35,
                        .refused = 36,
                        .requests = 0,
                        .bytesIn = 37,
                        .bytesOut = 38,
                        .tlsHandshakes = 39,
                        .tlsFailures = 40};
    status.queue = {.messages = 15, .bytes = 16, .users = 17, .oldest = UnixTime(1'732'312'345'000ms)};
    status.queueLimits = {.ttl = 18ms, .messagesPerUser = 19, .broadcasts = 20, .bytes = 21, .users = 22};
    status.messagesIn = 23;
    status.messagesOut = 24;
    status.errors = 25;
    status.rates = {.messagesIn = 26.5, .messagesOut = 27.5, .bytesIn = 41.5, .bytesOut = 42.5, .errors = 43.5};
    status.latencyMedian = 28'500us;
    status.latency90 = 29'500us;
    status.latency99 = 30'500us;
    status.process = {.cpuTime = 31'500ms, .residentBytes = 32, .openDescriptors = 33};
    status.cpuPercent = 34.5;
    return status;
}

} // namespace

class StatusJsonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFigureHasItsName_data();
    void everyFigureHasItsName();
    void whatDrainsSaysSo();
    void rolesAreThoseOfWhoAsked();
    void namesAreEscaped();
    void anEmptyLogHasNoAge();
    void anAgeIsNeverNegative();
    void largeNumbersAreExact();
};

void StatusJsonTest::everyFigureHasItsName_data()
{
    QTest::addColumn<double>("value");
    const std::pair<const char *, double> rows[] = {{"uptime", 61.5},
                                                    {"timestamp", 1'732'312'345'678},
                                                    {"connections.total", 23},
                                                    {"connections.webSocket", 11},
                                                    {"connections.longPoll", 12},
                                                    {"connections.recipients", 22},
                                                    {"connections.sockets", 14},
                                                    {"users", 13},
                                                    {"queue.messages", 15},
                                                    {"queue.bytes", 16},
                                                    {"queue.users", 17},
                                                    {"queue.oldestAgeMs", 678},
                                                    {"queue.ttlMs", 18},
                                                    {"queue.cap", 19},
                                                    {"queue.capBroadcast", 20},
                                                    {"totals.messagesIn", 23},
                                                    {"totals.messagesOut", 24},
                                                    {"totals.errors", 25},
                                                    {"totals.connections", 35},
                                                    {"totals.connectionsRefused", 36},
                                                    {"totals.bytesIn", 37},
                                                    {"totals.bytesOut", 38},
                                                    {"totals.tlsHandshakes", 39},
                                                    {"totals.tlsFailures", 40},
                                                    {"rates.bytesIn", 41.5},
                                                    {"rates.bytesOut", 42.5},
                                                    {"rates.errors", 43.5},
                                                    {"rates.messagesIn", 26.5},
                                                    {"rates.messagesOut", 27.5},
                                                    {"latencyMs.p50", 28.5},
                                                    {"latencyMs.p90", 29.5},
                                                    {"latencyMs.p99", 30.5},
                                                    {"process.cpuPercent", 34.5},
                                                    {"process.cpuSeconds", 31.5},
                                                    {"process.rssBytes", 32},
                                                    {"process.descriptors", 33}};
    for (const auto &[path, value] : rows)
        QTest::newRow(path) << value;
}

void StatusJsonTest::everyFigureHasItsName()
{
    QFETCH(double, value);
    const QJsonValue found = at(parsedObject(encodeStatus(distinctStatus())), QTest::currentDataTag());
    QVERIFY(found.isDouble());
    QCOMPARE(found.toDouble(), value);
}

void StatusJsonTest::whatDrainsSaysSo()
{
    ServerStatus status = distinctStatus();
    QCOMPARE(at(parsedObject(encodeStatus(status)), "status").toString(), QStringLiteral("ok"));
    QCOMPARE(at(parsedObject(encodeStatus(status)), "success"), QJsonValue(true));
    status.isDraining = true;
    QCOMPARE(at(parsedObject(encodeStatus(status)), "status").toString(), QStringLiteral("draining"));
}

void StatusJsonTest::rolesAreThoseOfWhoAsked()
{
    const QJsonObject asked = parsedObject(encodeStatus(distinctStatus(), {Role::Operator, Role::Publisher}));
    const QJsonArray expected{QStringLiteral("publisher"), QStringLiteral("operator")};
    QCOMPARE(asked.value(u"roles").toArray(), expected);
    QVERIFY(!parsedObject(encodeStatus(distinctStatus())).contains(u"roles")); // a frame for all who watch
}

void StatusJsonTest::namesAreEscaped()
{
    const QJsonObject status = parsedObject(encodeStatus(distinctStatus()));
    QCOMPARE(at(status, "node").toString(), QStringLiteral("a \"node\" é"));
    QCOMPARE(at(status, "version").toString(), QStringLiteral("1.2.3"));
}

void StatusJsonTest::anEmptyLogHasNoAge()
{
    ServerStatus status = distinctStatus();
    status.queue.oldest.reset();
    QCOMPARE(at(parsedObject(encodeStatus(status)), "queue.oldestAgeMs").toInt(-1), 0);
}

/// Ids may be ahead of a wall clock that stepped back.
void StatusJsonTest::anAgeIsNeverNegative()
{
    ServerStatus status = distinctStatus();
    status.queue.oldest = status.now + 5s;
    QCOMPARE(at(parsedObject(encodeStatus(status)), "queue.oldestAgeMs").toInt(-1), 0);
}

void StatusJsonTest::largeNumbersAreExact()
{
    ServerStatus status = distinctStatus();
    status.messagesOut = (std::uint64_t{1} << 53) - 1;
    QVERIFY(encodeStatus(status).find("9007199254740991") != std::string::npos);
}

QTEST_APPLESS_MAIN(StatusJsonTest)
#include "tst_statusjson.moc"
