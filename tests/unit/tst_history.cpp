// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/sync/history.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace std::chrono_literals;

namespace {

constexpr UnixTime start{1'732'312'345'000ms};
using Range = History::Range;

/// Point `second`, of which every figure is that number.
HistoryPoint point(int second)
{
    HistoryPoint point;
    point.time = start + std::chrono::seconds(second);
    point.values.fill(second);
    return point;
}

History recorded(int seconds)
{
    History history;
    for (int second = 1; second <= seconds; ++second)
        history.record(point(second));
    return history;
}

} // namespace

class HistoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewHistoryIsEmpty();
    void secondsAreKeptForFiveMinutes();
    void tensAreMeansAndPeaks();
    void theStepThatIsNotOverIsThere();
    void aDayIsKeptInStepsOfFiveMinutes();
    void memoryIsBounded();
    void figuresHaveTheNamesOfTheStatus();
};

void HistoryTest::aNewHistoryIsEmpty()
{
    for (const Range range : {Range::FiveMinutes, Range::Hour, Range::Day})
        QVERIFY(History().points(range).empty());
}

void HistoryTest::secondsAreKeptForFiveMinutes()
{
    const auto points = recorded(450).points(Range::FiveMinutes);
    QCOMPARE(points.size(), std::size_t{300});
    for (std::size_t i = 0; i < points.size(); ++i) {
        QCOMPARE(points[i][HistoryFigure::Users], 151.0 + static_cast<double>(i));
        QVERIFY(points[i].time == point(151 + static_cast<int>(i)).time);
    }
}

void HistoryTest::tensAreMeansAndPeaks()
{
    const auto points = recorded(20).points(Range::Hour);
    QCOMPARE(points.size(), std::size_t{2});
    QCOMPARE(points[0][HistoryFigure::MessagesIn], 5.5); // of 1 to 10
    QCOMPARE(points[1][HistoryFigure::MessagesIn], 15.5);
    QCOMPARE(points[1][HistoryFigure::Latency99], 20.0);
    QCOMPARE(points[1][HistoryFigure::OldestAge], 20.0);
    QVERIFY(points[0].time == point(10).time);
}

void HistoryTest::theStepThatIsNotOverIsThere()
{
    const auto hour = recorded(13).points(Range::Hour);
    QCOMPARE(hour.size(), std::size_t{2});
    QCOMPARE(hour[1][HistoryFigure::QueueBytes], 12.0); // of 11, 12, 13
    QVERIFY(hour[1].time == point(13).time);
    const auto day = recorded(1).points(Range::Day);
    QCOMPARE(day.size(), std::size_t{1});
    QCOMPARE(day[0][HistoryFigure::CpuPercent], 1.0);
}

void HistoryTest::aDayIsKeptInStepsOfFiveMinutes()
{
    const auto points = recorded(600).points(Range::Day);
    QCOMPARE(points.size(), std::size_t{2});
    QCOMPARE(points[0][HistoryFigure::Errors], 150.5);
    QCOMPARE(points[1][HistoryFigure::Errors], 450.5);
    QVERIFY(History::step(Range::Day) == 5min);
}

void HistoryTest::memoryIsBounded()
{
    const History history = recorded(300 * 300 + 150);
    QCOMPARE(history.points(Range::FiveMinutes).size(), std::size_t{300});
    QCOMPARE(history.points(Range::Hour).size(), std::size_t{360});
    QCOMPARE(history.points(Range::Day).size(), std::size_t{289}); // with the one that is not over
    QVERIFY(history.points(Range::Day).front().time == point(13 * 300).time);
}

void HistoryTest::figuresHaveTheNamesOfTheStatus()
{
    QCOMPARE(History::name(HistoryFigure::QueueMessages), std::string_view("queue.messages"));
    QCOMPARE(History::name(HistoryFigure::ResidentBytes), std::string_view("process.rssBytes"));
}

QTEST_APPLESS_MAIN(HistoryTest)
#include "tst_history.moc"
