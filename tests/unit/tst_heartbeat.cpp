// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "common/client/heartbeat.h"

using namespace relais;
using relais::client::Heartbeat;
using namespace std::chrono_literals;

class HeartbeatTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quietIsAskedAboutAfterAnInterval()
    {
        Heartbeat heartbeat;
        heartbeat.start(m_now, 5s);
        QVERIFY(!heartbeat.isToBeAsked(m_now + 4999ms));
        QVERIFY(heartbeat.isToBeAsked(m_now + 5s));
        QVERIFY(heartbeat.deadline() == m_now + 5s);
        QVERIFY(!heartbeat.isDead(m_now + 1h));
    }

    void whoDoesNotAnswerIsDead()
    {
        Heartbeat heartbeat;
        heartbeat.start(m_now, 5s);
        heartbeat.asked(m_now + 8s);
        QVERIFY(heartbeat.isAsking());
        QVERIFY(!heartbeat.isToBeAsked(m_now + 7s));
        QVERIFY(!heartbeat.isDead(m_now + 7s));
        QVERIFY(heartbeat.isDead(m_now + 8s));
        QVERIFY(heartbeat.deadline() == m_now + 8s);
    }

    void whateverIsHeardIsLife()
    {
        Heartbeat heartbeat;
        heartbeat.start(m_now, 5s);
        heartbeat.asked(m_now + 8s);
        heartbeat.heard(m_now + 7s);
        QVERIFY(!heartbeat.isDead(m_now + 8s));
        QVERIFY(heartbeat.deadline() == m_now + 12s);
        heartbeat.asked(m_now + 20s);
        heartbeat.start(m_now + 13s, 5s); // another connection
        QVERIFY(!heartbeat.isAsking());
    }

    void noServerHasItsClientsAskAllTheTime()
    {
        Heartbeat heartbeat;
        heartbeat.start(m_now, 0ms);
        QVERIFY(heartbeat.deadline() == m_now + Heartbeat::shortestInterval);
        heartbeat.start(m_now, std::nullopt);
        QVERIFY(heartbeat.deadline() == m_now + Heartbeat::defaultInterval);
    }

private:
    const MonotonicTime m_now{100s};
};

QTEST_APPLESS_MAIN(HeartbeatTest)
#include "tst_heartbeat.moc"
