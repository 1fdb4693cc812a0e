// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include <csignal>

class QSocketNotifier;

namespace relais {

/// Turns SIGTERM, SIGINT and SIGHUP into Qt signals, by way of signalfd: no code runs in a signal handler. SIGPIPE is
/// ignored, a peer that is gone is an error of write().
///
///   Running ── SIGTERM, SIGINT / terminateRequested ──> Terminating ── SIGTERM, SIGINT / terminateImmediately… ──┐
///      └─ SIGHUP / reloadRequested                           ^───────────────────────────────────────────────────┘
///
/// Constructed in the main thread before any other exists: threads inherit the mask that keeps the kernel from
/// delivering these signals elsewhere. The destructor gives the old mask and SIGPIPE's old disposition back.
class SignalWatcher final : public QObject {
    Q_OBJECT

public:
    /// First of all in main(), where the application object itself starts threads, as QApplication does: they shall
    /// not get the signals before there is a watcher.
    static void block();

    explicit SignalWatcher(QObject *parent = nullptr);
    ~SignalWatcher() override;

Q_SIGNALS:
    void terminateRequested();
    /// A second SIGTERM or SIGINT: whoever sent it does not want to wait for the drain.
    void terminateImmediatelyRequested();
    void reloadRequested();

private:
    enum class State { Running, Terminating };

    void onReadable();
    void onSignal(int number);

    State m_state = State::Running;
    sigset_t m_previousMask{};
    struct sigaction m_previousPipeAction { };
    int m_descriptor = -1;
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace relais
