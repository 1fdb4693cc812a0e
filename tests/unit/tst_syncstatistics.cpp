// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/sync/syncstatistics.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace std::chrono_literals;

namespace {

constexpr MonotonicTime start{1h};

} // namespace

class SyncStatisticsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thereAreNoRatesBeforeTheSecondSample();
    void aRateIsWhatCameDividedByTheTimeBetween();
    void ratesCoverTheLastTenSamples();
    void twoSamplesAtOneMomentChangeNoRate();
    void whatWentOutIsTheSumOverTransports();
    void bytesAndErrorsHaveRates();
    void theLatestRateIsThatOfOneSecond();
    void errorsAreCountedByCode();
    void latenciesOfMoreThanAMinuteAgoAreForgotten();
};

void SyncStatisticsTest::thereAreNoRatesBeforeTheSecondSample()
{
    SyncStatistics statistics;
    statistics.messagesIn = 100;
    QCOMPARE(statistics.rates().messagesIn, 0.0);
    statistics.sample(start);
    QCOMPARE(statistics.rates().messagesIn, 0.0);
}

void SyncStatisticsTest::aRateIsWhatCameDividedByTheTimeBetween()
{
    SyncStatistics statistics;
    statistics.messagesIn = 100;
    statistics.sample(start);
    statistics.messagesIn += 30;
    statistics.deliveriesPoll += 4;
    statistics.deliveriesWebSocket += 6;
    statistics.sample(start + 2s);
    QCOMPARE(statistics.rates().messagesIn, 15.0);
    QCOMPARE(statistics.rates().messagesOut, 5.0);
}

void SyncStatisticsTest::ratesCoverTheLastTenSamples()
{
    SyncStatistics statistics;
    for (int second = 0; second <= 20; ++second) {
        statistics.sample(start + std::chrono::seconds(second));
        statistics.messagesIn += second < 12 ? 100 : 0;
    }
    // From second 10 to second 20: those of two seconds.
    QCOMPARE(statistics.rates().messagesIn, 20.0);
}

void SyncStatisticsTest::twoSamplesAtOneMomentChangeNoRate()
{
    SyncStatistics statistics;
    statistics.sample(start);
    statistics.messagesIn += 10;
    statistics.sample(start);
    QCOMPARE(statistics.rates().messagesIn, 0.0);
    statistics.sample(start + 1s);
    QCOMPARE(statistics.rates().messagesIn, 10.0);
}

void SyncStatisticsTest::whatWentOutIsTheSumOverTransports()
{
    SyncStatistics statistics;
    statistics.deliveriesPoll = 3;
    statistics.deliveriesWebSocket = 4;
    QCOMPARE(statistics.messagesOut(), std::uint64_t{7});
}

void SyncStatisticsTest::bytesAndErrorsHaveRates()
{
    SyncStatistics statistics;
    statistics.sample(start, {.bytesIn = 100, .bytesOut = 1000});
    statistics.recordError(ErrorCode::NotFound);
    statistics.sample(start + 2s, {.bytesIn = 300, .bytesOut = 5000});
    QCOMPARE(statistics.rates().bytesIn, 100.0);
    QCOMPARE(statistics.rates().bytesOut, 2000.0);
    QCOMPARE(statistics.rates().errors, 0.5);
}

void SyncStatisticsTest::theLatestRateIsThatOfOneSecond()
{
    SyncStatistics statistics;
    for (int second = 0; second <= 30; ++second) {
        statistics.sample(start + std::chrono::seconds(second));
        statistics.messagesIn += static_cast<std::uint64_t>(second);
    }
    QCOMPARE(statistics.latestRates().messagesIn, 29.0);
    QCOMPARE(statistics.rates().messagesIn, 24.5);
}

void SyncStatisticsTest::errorsAreCountedByCode()
{
    SyncStatistics statistics;
    statistics.recordError(ErrorCode::NotFound);
    statistics.recordError(ErrorCode::NotFound);
    statistics.recordError(ErrorCode::ReconnectRequested);
    QCOMPARE(statistics.errors(ErrorCode::NotFound), std::uint64_t{2});
    QCOMPARE(statistics.errors(ErrorCode::BadRequest), std::uint64_t{0});
    QCOMPARE(statistics.errors(), std::uint64_t{3});
}

void SyncStatisticsTest::latenciesOfMoreThanAMinuteAgoAreForgotten()
{
    SyncStatistics statistics;
    statistics.deliveryLatency.record(5us);
    for (int second = 0; second < 30; ++second)
        statistics.sample(start + std::chrono::seconds(second));
    QCOMPARE(statistics.deliveryLatency.quantile(1), 5us);
    for (int second = 30; second < 60; ++second)
        statistics.sample(start + std::chrono::seconds(second));
    QCOMPARE(statistics.deliveryLatency.quantile(1), 0us);
}

QTEST_APPLESS_MAIN(SyncStatisticsTest)
#include "tst_syncstatistics.moc"
