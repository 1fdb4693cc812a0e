// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/latencyhistogram.h"

#include <QtTest/qtest.h>

using namespace std::chrono_literals;
using relais::bench::LatencyHistogram;

class BenchLatencyHistogramTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void emptyHistogramHasZeroQuantiles();
    void smallDurationsAreExact();
    void quantileIsTheNearestRank_data();
    void quantileIsTheNearestRank();
    void everyMagnitudeIsWithinItsBucket();
    void negativeDurationCountsAsZero();
};

void BenchLatencyHistogramTest::emptyHistogramHasZeroQuantiles()
{
    const LatencyHistogram histogram;
    QCOMPARE(histogram.count(), 0U);
    QCOMPARE(histogram.quantile(0.99), 0ns);
}

void BenchLatencyHistogramTest::smallDurationsAreExact()
{
    for (int nanoseconds = 0; nanoseconds < 128; ++nanoseconds) {
        LatencyHistogram histogram;
        histogram.record(std::chrono::nanoseconds(nanoseconds));
        QCOMPARE(histogram.quantile(0.5).count(), nanoseconds);
    }
}

void BenchLatencyHistogramTest::quantileIsTheNearestRank_data()
{
    QTest::addColumn<double>("fraction");
    QTest::addColumn<qint64>("expected");
    QTest::newRow("least") << 0.0 << qint64{1};
    QTest::newRow("first of hundred") << 0.01 << qint64{1};
    QTest::newRow("median") << 0.5 << qint64{50};
    QTest::newRow("ninety-ninth") << 0.99 << qint64{99};
    QTest::newRow("greatest") << 1.0 << qint64{100};
}

void BenchLatencyHistogramTest::quantileIsTheNearestRank()
{
    QFETCH(double, fraction);
    QFETCH(qint64, expected);
    LatencyHistogram histogram;
    for (int value = 100; value >= 1; --value)
        histogram.record(std::chrono::nanoseconds(value));
    QCOMPARE(histogram.quantile(fraction).count(), expected);
}

void BenchLatencyHistogramTest::everyMagnitudeIsWithinItsBucket()
{
    for (int power = 0; power < 63; ++power) {
        for (const qint64 value : {qint64{1} << power, (qint64{1} << power) + (qint64{1} << power) / 3}) {
            LatencyHistogram histogram;
            histogram.record(std::chrono::nanoseconds(value));
            const qint64 reported = histogram.quantile(1.0).count();
            QVERIFY2(reported >= value, qPrintable(QString::number(value)));
            QVERIFY2(reported - value <= value / 64, qPrintable(QString::number(value)));
        }
    }
}

void BenchLatencyHistogramTest::negativeDurationCountsAsZero()
{
    LatencyHistogram histogram;
    histogram.record(-5ns);
    QCOMPARE(histogram.count(), 1U);
    QCOMPARE(histogram.quantile(1.0), 0ns);
}

QTEST_APPLESS_MAIN(BenchLatencyHistogramTest)
#include "tst_benchlatencyhistogram.moc"
