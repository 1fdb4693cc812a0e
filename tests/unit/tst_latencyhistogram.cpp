// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/sync/latencyhistogram.h"

#include <QTest>

#include <cmath>

#include <thread>
#include <vector>

using namespace relais::server;
using namespace std::chrono_literals;

class LatencyHistogramTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutRecordsEveryQuantileIsZero();
    void aQuantileIsAtMostAnEighthAboveTheRecord_data();
    void aQuantileIsAtMostAnEighthAboveTheRecord();
    void aQuantileCountsRecordsFromBelow();
    void aRecordMayCountManyTimes();
    void quantilesGrowWithTheirFraction();
    void aRecordLastsForOneToTwoPeriods();
    void whatIsTooLongForAnyBucketIsInTheLast();
    void aNegativeDurationIsZero();
    void manyThreadsRecord();
    void totalsForgetNothing();
    void totalsAreByPowersOfTwo();
};

void LatencyHistogramTest::withoutRecordsEveryQuantileIsZero()
{
    const LatencyHistogram histogram;
    QCOMPARE(histogram.quantile(0), 0ns);
    QCOMPARE(histogram.quantile(0.5), 0ns);
    QCOMPARE(histogram.quantile(1), 0ns);
}

void LatencyHistogramTest::aQuantileIsAtMostAnEighthAboveTheRecord_data()
{
    QTest::addColumn<qint64>("microseconds");
    for (qint64 power = 1; power < 100'000'000'000; power *= 2) {
        for (const qint64 microseconds : {power - 1, power, power + 1, power + power / 3, power + power / 2})
            QTest::addRow("%lld µs", microseconds) << microseconds;
    }
}

void LatencyHistogramTest::aQuantileIsAtMostAnEighthAboveTheRecord()
{
    QFETCH(qint64, microseconds);
    LatencyHistogram histogram;
    histogram.record(std::chrono::microseconds(microseconds));
    const std::chrono::nanoseconds quantile = histogram.quantile(0.5);
    QVERIFY(quantile >= std::chrono::microseconds(microseconds));
    QVERIFY(quantile <= std::chrono::microseconds(microseconds + microseconds / 8));
}

void LatencyHistogramTest::aQuantileCountsRecordsFromBelow()
{
    LatencyHistogram histogram;
    for (int i = 0; i < 90; ++i)
        histogram.record(1us);
    for (int i = 0; i < 9; ++i)
        histogram.record(3us);
    histogram.record(7us);
    QCOMPARE(histogram.quantile(0.5), 1us);
    QCOMPARE(histogram.quantile(0.9), 1us);
    QCOMPARE(histogram.quantile(0.91), 3us);
    QCOMPARE(histogram.quantile(0.99), 3us);
    QCOMPARE(histogram.quantile(0.995), 7us);
    QCOMPARE(histogram.quantile(1), 7us);
}

void LatencyHistogramTest::aRecordMayCountManyTimes()
{
    LatencyHistogram histogram;
    histogram.record(1us);
    histogram.record(5us, 99);
    QCOMPARE(histogram.quantile(0.01), 1us);
    QCOMPARE(histogram.quantile(0.02), 5us);
}

void LatencyHistogramTest::quantilesGrowWithTheirFraction()
{
    LatencyHistogram histogram;
    for (int i = 0; i < 1000; ++i)
        histogram.record(std::chrono::microseconds(i * i));
    std::chrono::nanoseconds last{};
    for (int percent = 0; percent <= 100; ++percent) {
        const std::chrono::nanoseconds quantile = histogram.quantile(percent / 100.0);
        QVERIFY(quantile >= last);
        last = quantile;
    }
}

void LatencyHistogramTest::aRecordLastsForOneToTwoPeriods()
{
    LatencyHistogram histogram;
    histogram.record(5us);
    histogram.rotate();
    QCOMPARE(histogram.quantile(1), 5us);
    histogram.record(2us);
    histogram.rotate();
    QCOMPARE(histogram.quantile(1), 2us);
    histogram.rotate();
    QCOMPARE(histogram.quantile(1), 0us);
}

void LatencyHistogramTest::whatIsTooLongForAnyBucketIsInTheLast()
{
    LatencyHistogram histogram;
    histogram.record(std::chrono::nanoseconds::max());
    QVERIFY(histogram.quantile(1) > 24h);
}

void LatencyHistogramTest::aNegativeDurationIsZero()
{
    LatencyHistogram histogram;
    histogram.record(-1s);
    histogram.record(1us);
    QCOMPARE(histogram.quantile(0.5), 0us);
}

void LatencyHistogramTest::manyThreadsRecord()
{
    LatencyHistogram histogram;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&histogram, i] {
            for (int k = 0; k < 1000; ++k)
                histogram.record(std::chrono::microseconds(i == 0 ? 5 : 1));
        });
    }
    histogram.rotate();
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(histogram.quantile(0.75), 1us);
    QCOMPARE(histogram.quantile(0.76), 5us);
}

void LatencyHistogramTest::totalsForgetNothing()
{
    LatencyHistogram histogram;
    for (int period = 0; period < 5; ++period) {
        histogram.record(1ms, 10);
        QCOMPARE(histogram.totals().count, std::uint64_t(10 * (period + 1)));
        histogram.rotate();
        QCOMPARE(histogram.totals().count, std::uint64_t(10 * (period + 1)));
    }
    QVERIFY(std::abs(histogram.totals().seconds - 0.050) < 0.006);
}

void LatencyHistogramTest::totalsAreByPowersOfTwo()
{
    LatencyHistogram histogram;
    histogram.record(63us);
    histogram.record(64us, 2);
    histogram.record(127us, 4);
    histogram.record(128us, 8);
    histogram.record(1h, 16);
    const LatencyHistogram::Totals totals = histogram.totals();
    QCOMPARE(totals.below[0], std::uint64_t{1}); // 64 µs
    QCOMPARE(totals.below[1], std::uint64_t{7});
    QCOMPARE(totals.below[2], std::uint64_t{15});
    QCOMPARE(totals.below.back(), std::uint64_t{15}); // 17 s
    QCOMPARE(totals.count, std::uint64_t{31});
}

QTEST_APPLESS_MAIN(LatencyHistogramTest)
#include "tst_latencyhistogram.moc"
