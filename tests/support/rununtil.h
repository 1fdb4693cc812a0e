// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QTimer>

#include "tests/support/deadline.h"

namespace relais::test {

/// Runs this thread's events until `predicate` holds; false when that did not happen in time. The predicate is asked
/// every millisecond at least, so it may look at something that raises no event here.
template <typename Predicate> bool runUntil(Predicate predicate)
{
    const Deadline deadline;
    QTimer tick;
    tick.start(std::chrono::milliseconds(1));
    while (!predicate()) {
        if (deadline.hasPassed())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

} // namespace relais::test
