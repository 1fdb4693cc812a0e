// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/processmeter.h"

#include <QtTest/qtest.h>

#include <unistd.h>

using namespace std::chrono_literals;
using namespace relais::bench;

class BenchProcessMeterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void schedstatGivesNanoseconds();
    void brokenSchedstatGivesNothing();
    void smapsRollupGivesBytes();
    void incompleteSmapsRollupGivesNothing();
    void useSinceIsTakenThreadByThread();
    void ownProcessIsMeasured();
    void missingProcessIsAnError();
};

void BenchProcessMeterTest::schedstatGivesNanoseconds()
{
    QCOMPARE(parseSchedstat("785161000 61281 12\n"), std::optional(785'161'000ns));
}

void BenchProcessMeterTest::brokenSchedstatGivesNothing()
{
    QVERIFY(!parseSchedstat(""));
    QVERIFY(!parseSchedstat("12"));
    QVERIFY(!parseSchedstat("no figure\n"));
}

void BenchProcessMeterTest::smapsRollupGivesBytes()
{
    const auto use = parseSmapsRollup("55e0-7ffd ---p 00000000 00:00 0    [rollup]\n"
                                      "Rss:                1640 kB\nPss:                 220 kB\n"
                                      "Pss_Anon:             90 kB\nAnonymous:            96 kB\n");
    QVERIFY(use);
    QCOMPARE(use->residentBytes, std::size_t{1640 * 1024});
    QCOMPARE(use->proportionalBytes, std::size_t{220 * 1024});
    QCOMPARE(use->anonymousBytes, std::size_t{96 * 1024});
}

void BenchProcessMeterTest::incompleteSmapsRollupGivesNothing()
{
    QVERIFY(!parseSmapsRollup("[rollup]\nRss: 1640 kB\nPss: 220 kB\n"));
}

void BenchProcessMeterTest::useSinceIsTakenThreadByThread()
{
    const CpuTime before{{{1, "main", 100ns}, {2, "ended", 50ns}}};
    const CpuTime after{{{1, "main", 130ns}, {3, "new", 7ns}}};
    const CpuTime used = after.since(before);
    QCOMPARE(used.threads.size(), std::size_t{2});
    QCOMPARE(used.threads[0].onCpu, 30ns);
    QCOMPARE(used.threads[1].onCpu, 7ns);
    QCOMPARE(used.total(), 37ns);
}

void BenchProcessMeterTest::ownProcessIsMeasured()
{
    const ProcessMeter meter(::getpid());
    QVERIFY(meter.cpuTime().total() > 0ns);
    const MemoryUse use = meter.memoryUse();
    QVERIFY(use.residentBytes >= use.proportionalBytes);
    QVERIFY(use.anonymousBytes > 0);
}

void BenchProcessMeterTest::missingProcessIsAnError()
{
    const ProcessMeter meter(0x7ffffffe); // beyond the kernel's greatest
    QVERIFY_THROWS_EXCEPTION(std::exception, (void)meter.cpuTime());
    QVERIFY_THROWS_EXCEPTION(std::exception, (void)meter.memoryUse());
}

QTEST_APPLESS_MAIN(BenchProcessMeterTest)
#include "tst_benchprocessmeter.moc"
