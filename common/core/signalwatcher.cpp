// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/core/signalwatcher.h"

#include <QSocketNotifier>

#include <cerrno>

#include <sys/signalfd.h>
#include <unistd.h>

namespace relais {
namespace {

sigset_t watchedSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&signals, number);
    return signals;
}

} // namespace

void SignalWatcher::block()
{
    const sigset_t signals = watchedSignals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

SignalWatcher::SignalWatcher(QObject *parent)
    : QObject(parent)
{
    struct sigaction ignore { };
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &ignore, &m_previousPipeAction);

    const sigset_t signals = watchedSignals();
    pthread_sigmask(SIG_BLOCK, &signals, &m_previousMask);
    m_descriptor = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    if (m_descriptor < 0) {
        // Without it a blocked signal would never end the process: let the signals do what they do by default.
        pthread_sigmask(SIG_SETMASK, &m_previousMask, nullptr);
        qErrnoWarning("signals cannot be watched: SIGTERM will end the program at once");
        return;
    }
    m_notifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] { onReadable(); });
}

SignalWatcher::~SignalWatcher()
{
    sigaction(SIGPIPE, &m_previousPipeAction, nullptr);
    if (m_descriptor < 0)
        return;
    m_notifier->setEnabled(false);
    ::close(m_descriptor);
    pthread_sigmask(SIG_SETMASK, &m_previousMask, nullptr);
}

void SignalWatcher::onReadable()
{
    signalfd_siginfo information{};
    for (;;) {
        const ssize_t size = ::read(m_descriptor, &information, sizeof information);
        if (size == sizeof information)
            onSignal(static_cast<int>(information.ssi_signo));
        else if (size >= 0 || errno != EINTR)
            return; // nothing more is pending
    }
}

void SignalWatcher::onSignal(int number)
{
    if (number == SIGHUP) {
        Q_EMIT reloadRequested();
    } else if (m_state == State::Running) {
        m_state = State::Terminating;
        Q_EMIT terminateRequested();
    } else {
        Q_EMIT terminateImmediatelyRequested();
    }
}

} // namespace relais
