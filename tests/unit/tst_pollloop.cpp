// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "common/client/pollloop.h"

using namespace relais;
using namespace relais::client;
using namespace std::chrono_literals;

class PollLoopTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsPolledBeforeTheStartAndAfterTheStop()
    {
        PollLoop loop(m_rules);
        QVERIFY(!loop.take(m_now, "5-0"));
        QVERIFY(!loop.deadline());
        loop.start(m_now);
        QVERIFY(loop.take(m_now, "5-0"));
        loop.stop();
        loop.hurry(m_now);
        QVERIFY(!loop.isOn() && !loop.isRunning());
        QVERIFY(!loop.take(m_now + 1h, "5-0"));
    }

    void onlyOnePollRuns()
    {
        PollLoop loop(m_rules);
        loop.start(m_now);
        QVERIFY(loop.take(m_now, "5-0"));
        QVERIFY(!loop.take(m_now + 1h, "5-0"));
        QVERIFY(loop.deadline() == m_now + 15s);
        QVERIFY(!loop.hasTimedOut(m_now + 14999ms));
        QVERIFY(loop.hasTimedOut(m_now + 15s));
    }

    void withoutAPositionThereIsNoWait()
    {
        PollLoop loop(m_rules);
        loop.start(m_now);
        QCOMPARE(loop.take(m_now, "")->wait, 0ms);
        loop.succeeded(m_now, true);
        QCOMPARE(loop.take(m_now, "5-0")->wait, 5000ms);
    }

    void noPollWaitsLongerThanAServerAllows()
    {
        ConnectionRules rules;
        rules.pollingInterval = 1h;
        PollLoop loop(rules);
        loop.start(m_now);
        QCOMPARE(loop.take(m_now, "5-0")->wait, 30'000ms);
    }

    void theNextPollComesAtOnceUnlessNothingCameBeforeItsTime_data()
    {
        QTest::addColumn<int>("tookMs");
        QTest::addColumn<bool>("hasProgressed");
        QTest::addColumn<int>("nextMs");
        QTest::newRow("a message") << 100 << true << 100;
        QTest::newRow("the wait is over") << 5000 << false << 5000;
        QTest::newRow("late") << 5200 << false << 5200;
        QTest::newRow("a server that does not wait") << 10 << false << 5000;
    }
    void theNextPollComesAtOnceUnlessNothingCameBeforeItsTime()
    {
        QFETCH(const int, tookMs);
        QFETCH(const bool, hasProgressed);
        QFETCH(const int, nextMs);
        PollLoop loop(m_rules);
        loop.start(m_now);
        QVERIFY(loop.take(m_now, "5-0"));
        loop.succeeded(m_now + std::chrono::milliseconds(tookMs), hasProgressed);
        QVERIFY(loop.deadline() == m_now + std::chrono::milliseconds(nextMs));
    }

    void failuresAreCountedUntilAPollSucceeds()
    {
        PollLoop loop(m_rules);
        loop.start(m_now);
        for (int count = 1; count <= 3; ++count) {
            QVERIFY(loop.take(m_now, "5-0"));
            loop.failed(m_now, 0ms);
            QCOMPARE(loop.failures(), count);
        }
        loop.take(m_now, "5-0");
        loop.succeeded(m_now, true);
        QCOMPARE(loop.failures(), 0);
    }

    void eachPollSaysWhichTokenItTakes()
    {
        PollLoop loop(m_rules);
        loop.start(m_now);
        QCOMPARE(loop.take(m_now, "5-0")->token, TokenUse::Ask);
        loop.succeeded(m_now, true);
        QCOMPARE(loop.take(m_now, "5-0")->token, TokenUse::Keep);
        loop.renewToken(m_now);
        QCOMPARE(loop.take(m_now, "5-0")->token, TokenUse::Renew);
        loop.failed(m_now, 0ms);
        QCOMPARE(loop.take(m_now, "5-0")->token, TokenUse::Ask);
    }

private:
    const ConnectionRules m_rules{};
    const MonotonicTime m_now{100s};
};

QTEST_APPLESS_MAIN(PollLoopTest)
#include "tst_pollloop.moc"
