// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <mutex>

#include "tests/support/deadline.h"

namespace relais::test {

/// Something that one thread waits for and any thread may say. What was said before the wait counts.
class WakeUp {
public:
    void notify()
    {
        const std::lock_guard locked(m_lock);
        m_isDue = true;
        m_condition.notify_all();
    }

    /// Returns false when nothing came in time.
    bool wait()
    {
        std::unique_lock locked(m_lock);
        const bool came = m_condition.wait_for(locked, patience, [this] { return m_isDue; });
        m_isDue = false;
        return came;
    }

private:
    std::mutex m_lock;
    std::condition_variable m_condition;
    bool m_isDue = false;
};

} // namespace relais::test
