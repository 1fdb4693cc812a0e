// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/refreshschedule.h"

#include <QTest>

using namespace relais::server;
using namespace std::chrono_literals;

namespace {

constexpr double middle = 0.5; // no jitter

} // namespace

class RefreshScheduleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void afterSuccessItWaitsForTheInterval();
    void afterFailuresItWaitsLongerUpToTheInterval();
    void aSuccessEndsTheBackOff();
    void aRetryIsNoLaterThanTheInterval();
    void jitterIsATenthEitherWay();
};

void RefreshScheduleTest::afterSuccessItWaitsForTheInterval()
{
    RefreshSchedule schedule(10min, 5s);
    QCOMPARE(schedule.afterSuccess(middle), 10min);
    QCOMPARE(schedule.afterSuccess(middle), 10min);
}

void RefreshScheduleTest::afterFailuresItWaitsLongerUpToTheInterval()
{
    RefreshSchedule schedule(1min, 5s);
    for (const auto expected : {5s, 10s, 20s, 40s, 60s, 60s})
        QCOMPARE(schedule.afterFailure(middle), expected);
}

void RefreshScheduleTest::aSuccessEndsTheBackOff()
{
    RefreshSchedule schedule(1min, 5s);
    (void)schedule.afterFailure(middle);
    (void)schedule.afterFailure(middle);
    (void)schedule.afterSuccess(middle);
    QCOMPARE(schedule.afterFailure(middle), 5s);
}

void RefreshScheduleTest::aRetryIsNoLaterThanTheInterval()
{
    RefreshSchedule schedule(2s, 5s);
    QCOMPARE(schedule.afterFailure(middle), 2s);
    QCOMPARE(schedule.afterFailure(middle), 2s);
}

void RefreshScheduleTest::jitterIsATenthEitherWay()
{
    RefreshSchedule schedule(100s, 10s);
    QCOMPARE(schedule.afterSuccess(0), 90s);
    QCOMPARE(schedule.afterSuccess(1), 110s);
    QCOMPARE(schedule.afterFailure(0), 9s);
    QCOMPARE(schedule.afterFailure(1), 22s);
}

QTEST_APPLESS_MAIN(RefreshScheduleTest)
#include "tst_refreshschedule.moc"
