// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <vector>

#include "server/api/clientdeadlines.h"
#include "tests/support/manualclock.h"

using namespace relais;
using namespace relais::server;
using namespace std::chrono_literals;

/// Its timer runs on real time and asks the clock who is due: 0 ms from now where the clock has been moved on.
class TestClientDeadlines : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_due.clear();
        m_deadlines = std::make_unique<ClientDeadlines>(m_clock, [this](ClientId id) { m_due.push_back(id); });
    }

    void whoIsDueIsNamedOnceAndInOrder()
    {
        m_deadlines->set(ClientId{1}, m_clock.monotonic() + 2ms);
        m_deadlines->set(ClientId{2}, m_clock.monotonic() + 1ms);
        m_clock.advance(2ms);
        QTRY_COMPARE(m_due, (std::vector{ClientId{2}, ClientId{1}}));
        QTest::qWait(0);
        QCOMPARE(m_due.size(), std::size_t(2));
    }

    void aNewDeadlineReplacesTheOldOne()
    {
        m_deadlines->set(ClientId{1}, m_clock.monotonic() + 1ms);
        m_deadlines->set(ClientId{1}, m_clock.monotonic() + 1h);
        m_deadlines->set(ClientId{2}, m_clock.monotonic() + 1ms);
        m_clock.advance(1ms);
        QTRY_COMPARE(m_due, (std::vector{ClientId{2}}));
    }

    void whoHasLeftIsNotNamed()
    {
        m_deadlines->set(ClientId{1}, m_clock.monotonic() + 1ms);
        m_deadlines->set(ClientId{2}, m_clock.monotonic() + 1ms);
        m_deadlines->clear(ClientId{1});
        m_deadlines->clear(ClientId{7}); // which never was there
        m_clock.advance(1ms);
        QTRY_COMPARE(m_due, (std::vector{ClientId{2}}));
    }

    void whoIsDueMaySetItsNextDeadline()
    {
        int rounds = 0;
        ClientDeadlines again(m_clock, [&](ClientId id) {
            if (++rounds < 3)
                again.set(id, m_clock.monotonic());
        });
        again.set(ClientId{1}, m_clock.monotonic());
        QTRY_COMPARE(rounds, 3);
    }

    void aDeadlineFarAwayIsNoOverflow()
    {
        m_deadlines->set(ClientId{1}, m_clock.monotonic() + 24h * 3650);
        m_deadlines->set(ClientId{2}, m_clock.monotonic());
        QTRY_COMPARE(m_due, (std::vector{ClientId{2}}));
    }

private:
    test::ManualClock m_clock;
    std::vector<ClientId> m_due;
    std::unique_ptr<ClientDeadlines> m_deadlines;
};

QTEST_GUILESS_MAIN(TestClientDeadlines)
#include "tst_clientdeadlines.moc"
