// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QEvent>
#include <QPointer>
#include <QThread>

#include "bench/dashboard/uiwatch.h"

namespace relais::bench {

/// Says which event it was that took long.
class WatchedApplication final : public QApplication {
public:
    using QApplication::QApplication;

    /// `watch` is borrowed.
    void setWatch(UiWatch *watch) { m_watch = watch; }

    bool notify(QObject *receiver, QEvent *event) override
    {
        // Other threads' events come by here too. Of an event within an event the outer one takes the time.
        if (QThread::currentThread() != thread() || !m_watch || m_depth > 0 || receiver == m_watch)
            return QApplication::notify(receiver, event);
        ++m_depth;
        const auto begun = m_watch->cpuTime();
        const int type = event->type(); // the event may be gone afterwards, as the receiver
        const QPointer<QObject> pointer(receiver);
        const bool isHandled = QApplication::notify(receiver, event);
        --m_depth;
        if (pointer && m_watch)
            m_watch->onHandled(m_watch->cpuTime() - begun, pointer, type);
        return isHandled;
    }

private:
    QPointer<UiWatch> m_watch;
    int m_depth = 0;
};

} // namespace relais::bench
