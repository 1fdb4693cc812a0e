// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/client/backoff.h"

#include <QTest>

#include <limits>

using relais::client::BackOff;
using namespace std::chrono_literals;

class BackOffTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theCeilingDoublesUpToTheLongest()
    {
        for (const auto &[failures, ceiling] :
             {std::pair(0, 1000ms), {1, 2000ms}, {4, 16000ms}, {5, 30000ms}, {6, 30000ms}})
            QCOMPARE(m_backOff.ceiling(failures), ceiling);
    }

    void noNumberOfFailuresOverflows()
    {
        QCOMPARE(m_backOff.ceiling(std::numeric_limits<int>::max()), 30000ms);
        QCOMPARE(m_backOff.ceiling(-1), 1000ms);
    }

    void theWaitIsAnythingUpToTheCeiling()
    {
        QCOMPARE(m_backOff.wait(2, 0), 0ms);
        QCOMPARE(m_backOff.wait(2, 0.25), 1000ms);
        QCOMPARE(m_backOff.wait(2, 0.999999), 3999ms);
    }

private:
    const BackOff m_backOff{1s, 30s};
};

QTEST_APPLESS_MAIN(BackOffTest)
#include "tst_backoff.moc"
