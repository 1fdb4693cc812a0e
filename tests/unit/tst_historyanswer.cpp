// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/historyanswer.h"

#include "tests/support/httprequests.h"
#include "tests/support/jsontext.h"

#include <QTest>

#include <clocale>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

Result<History::Range> parse(const QByteArray &query)
{
    return parseHistoryRange(request("GET", ("/api/admin/history" + query).toStdString()));
}

} // namespace

class HistoryAnswerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rangesHaveNames();
    void otherRangesAreRefused_data();
    void otherRangesAreRefused();
    void everySeriesHasAValueForEachTime();
    void numbersAreThoseOfJsonInAnyLocale();
    void aDayIsCompact();
};

void HistoryAnswerTest::rangesHaveNames()
{
    QVERIFY(parse("?range=5m").value() == History::Range::FiveMinutes);
    QVERIFY(parse("?range=1h").value() == History::Range::Hour);
    QVERIFY(parse("?range=24h").value() == History::Range::Day);
    QVERIFY(parse("").value() == History::Range::FiveMinutes);
}

void HistoryAnswerTest::otherRangesAreRefused_data()
{
    QTest::addColumn<QByteArray>("range");
    for (const char *range : {"", "5M", "300s", "1d", "24", "-5m", "5m%20", "1h,24h"})
        QTest::addRow("'%s'", range) << QByteArray(range);
}

void HistoryAnswerTest::otherRangesAreRefused()
{
    QFETCH(const QByteArray, range);
    const auto parsed = parse("?range=" + range);
    QVERIFY(!parsed.ok());
    QCOMPARE(parsed.error().at, std::string("range"));
}

void HistoryAnswerTest::everySeriesHasAValueForEachTime()
{
    std::vector<HistoryPoint> points(2);
    points[0].time = UnixTime(1'732'312'345'678ms);
    points[1].time = UnixTime(1'732'312'346'678ms);
    for (std::size_t figure = 0; figure < historyFigures; ++figure)
        points[1].values[figure] = static_cast<double>(figure) + 0.25;
    const QJsonObject answer = parsedObject(encodeHistory(History::Range::Hour, points));
    QCOMPARE(answer[u"success"], QJsonValue(true));
    QCOMPARE(answer[u"stepMs"], QJsonValue(10'000));
    QCOMPARE(answer[u"count"], QJsonValue(2));
    const QJsonObject series = answer[u"series"].toObject();
    QCOMPARE(series.size(), static_cast<qsizetype>(historyFigures) + 1);
    QCOMPARE(series[u"timestamp"].toArray(), (QJsonArray{qint64(1'732'312'345'678), qint64(1'732'312'346'678)}));
    for (std::size_t number = 0; number < historyFigures; ++number) {
        const std::string_view name = History::name(static_cast<HistoryFigure>(number));
        const QString key = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
        QCOMPARE(series[key].toArray(), (QJsonArray{0, static_cast<double>(number) + 0.25}));
    }
}

void HistoryAnswerTest::numbersAreThoseOfJsonInAnyLocale()
{
    std::setlocale(LC_ALL, "fr_FR.UTF-8"); // has a comma, where it is installed
    std::vector<HistoryPoint> points(1);
    points[0][HistoryFigure::QueueBytes] = 9'876'543'210;
    points[0][HistoryFigure::CpuPercent] = 1.0 / 3;
    const QJsonObject series = parsedObject(encodeHistory(History::Range::Day, points))[u"series"].toObject();
    QCOMPARE(series[u"queue.bytes"].toArray(), QJsonArray{qint64(9'876'543'210)});
    QCOMPARE(series[u"process.cpuPercent"].toArray(), QJsonArray{0.3333333333});
}

void HistoryAnswerTest::aDayIsCompact()
{
    std::vector<HistoryPoint> points(289);
    for (HistoryPoint &point : points)
        point.values.fill(12'345.678);
    QVERIFY(encodeHistory(History::Range::Day, points).size() < 64 * 1024);
}

QTEST_APPLESS_MAIN(HistoryAnswerTest)
#include "tst_historyanswer.moc"
