// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include <csignal>

#include <unistd.h>

#include "common/core/signalwatcher.h"

using namespace relais;

/// raise() and not kill(): QtTest runs a thread of its own, to which the kernel could deliver what is sent to the
/// process.
class TestSignalWatcher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestToTerminateIsSignalled_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }
    void requestToTerminateIsSignalled()
    {
        QFETCH(int, number);
        SignalWatcher watcher;
        QSignalSpy terminate(&watcher, &SignalWatcher::terminateRequested);
        QSignalSpy immediately(&watcher, &SignalWatcher::terminateImmediatelyRequested);
        ::raise(number);
        QVERIFY(terminate.wait());
        QCOMPARE(terminate.count(), 1);
        QCOMPARE(immediately.count(), 0);
    }

    void secondRequestMeansImmediately()
    {
        SignalWatcher watcher;
        QSignalSpy terminate(&watcher, &SignalWatcher::terminateRequested);
        QSignalSpy immediately(&watcher, &SignalWatcher::terminateImmediatelyRequested);
        ::raise(SIGTERM);
        QVERIFY(terminate.wait());
        ::raise(SIGINT);
        QVERIFY(immediately.wait());
        QCOMPARE(terminate.count(), 1);
        QCOMPARE(immediately.count(), 1);
    }

    void hangUpAsksForAReloadAndDoesNotCountAsARequestToTerminate()
    {
        SignalWatcher watcher;
        QSignalSpy reload(&watcher, &SignalWatcher::reloadRequested);
        QSignalSpy terminate(&watcher, &SignalWatcher::terminateRequested);
        ::raise(SIGHUP);
        QVERIFY(reload.wait());
        QCOMPARE(terminate.count(), 0);
        ::raise(SIGTERM);
        QVERIFY(terminate.wait());
        QCOMPARE(reload.count(), 1);
    }

    void writingToAPeerThatIsGoneIsAnErrorAndNoSignal()
    {
        SignalWatcher watcher;
        int ends[2];
        QCOMPARE(pipe(ends), 0);
        ::close(ends[0]);
        QCOMPARE(::write(ends[1], "x", 1), ssize_t(-1));
        QCOMPARE(errno, EPIPE);
        ::close(ends[1]);
    }

    void theOldMaskComesBack()
    {
        sigset_t before;
        pthread_sigmask(SIG_BLOCK, nullptr, &before);
        {
            SignalWatcher watcher;
            sigset_t during;
            pthread_sigmask(SIG_BLOCK, nullptr, &during);
            QCOMPARE(sigismember(&during, SIGTERM), 1);
        }
        sigset_t after;
        pthread_sigmask(SIG_BLOCK, nullptr, &after);
        QCOMPARE(sigismember(&after, SIGTERM), sigismember(&before, SIGTERM));
    }
};

QTEST_GUILESS_MAIN(TestSignalWatcher)
#include "tst_signalwatcher.moc"
