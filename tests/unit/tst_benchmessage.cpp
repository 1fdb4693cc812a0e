// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchmessage.h"
#include "bench/runfailed.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtTest/qtest.h>

using namespace Qt::StringLiterals;
using namespace relais::bench;

namespace {

QJsonObject parsed(const std::string &json)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

/// As a server delivers what toJson() published.
std::string delivered(const std::string &published, const std::string &id = "1732312345678-0")
{
    return R"({"id":")" + id + R"(",)" + published.substr(1, published.size() - 2) + R"(,"timestamp":1732312345678})";
}

} // namespace

class BenchMessageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void broadcastNamesNoUser();
    void messageToAUserNamesIt();
    void deliveredMessageHasTheSizeAskedFor_data();
    void deliveredMessageHasTheSizeAskedFor();
    void sequenceIsReadAlsoWhenIdsGetLonger();
    void serverFramesAreNoMessages();
    void refusalEndsTheRun();
    void foreignFrameEndsTheRun();
};

void BenchMessageTest::broadcastNamesNoUser()
{
    const QJsonObject message = parsed(BenchMessage{.sequence = 7, .padding = 2}.toJson());
    QCOMPARE(message.keys(), QStringList({u"payload"_s, u"type"_s}));
    QCOMPARE(message[u"payload"_s].toString(), u"0000000007.."_s);
}

void BenchMessageTest::messageToAUserNamesIt()
{
    const QJsonObject message = parsed(BenchMessage{.sequence = 4'294'967'295, .userId = "u1"}.toJson());
    QCOMPARE(message[u"payload"_s].toString(), u"4294967295"_s);
    QCOMPARE(message[u"userId"_s].toString(), u"u1"_s);
}

void BenchMessageTest::deliveredMessageHasTheSizeAskedFor_data()
{
    QTest::addColumn<int>("bytes");
    QTest::addColumn<int>("expected");
    QTest::newRow("128") << 128 << 128;
    QTest::newRow("4096") << 4096 << 4096;
    QTest::newRow("less than the envelope") << 1 << 93;
}

void BenchMessageTest::deliveredMessageHasTheSizeAskedFor()
{
    QFETCH(int, bytes);
    QFETCH(int, expected);
    const BenchMessage message{.sequence = 1, .padding = paddingFor(static_cast<std::size_t>(bytes))};
    QCOMPARE(delivered(message.toJson()).size(), static_cast<std::size_t>(expected));
}

void BenchMessageTest::sequenceIsReadAlsoWhenIdsGetLonger()
{
    SequenceReader reader;
    QCOMPARE(reader.read(delivered(BenchMessage{.sequence = 41}.toJson())), std::optional(41U));
    QCOMPARE(reader.read(delivered(BenchMessage{.sequence = 42}.toJson(), "1732312345678-10")), std::optional(42U));
    QCOMPARE(reader.read(delivered(BenchMessage{.sequence = 43}.toJson())), std::optional(43U));
}

void BenchMessageTest::serverFramesAreNoMessages()
{
    SequenceReader reader;
    QVERIFY(!reader.read(R"({"type":"sync.pong","payload":{"timestamp":1}})"));
    QVERIFY(!reader.read(R"({"type":"sync.ack","payload":{"ref":"1","id":"1-0","duplicate":false}})"));
}

void BenchMessageTest::refusalEndsTheRun()
{
    SequenceReader reader;
    QVERIFY_THROWS_EXCEPTION(RunFailed,
                             (void)reader.read(R"({"type":"sync.error","payload":{"code":"rate_limited"}})"));
}

void BenchMessageTest::foreignFrameEndsTheRun()
{
    SequenceReader reader;
    QVERIFY_THROWS_EXCEPTION(RunFailed, (void)reader.read(R"({"type":"other","payload":"no digits"})"));
    QVERIFY_THROWS_EXCEPTION(RunFailed, (void)reader.read(R"({"type":"other","payload":"0123456x89"})"));
    QVERIFY_THROWS_EXCEPTION(RunFailed, (void)reader.read("{}"));
}

QTEST_APPLESS_MAIN(BenchMessageTest)
#include "tst_benchmessage.moc"
