// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace relais::server {

/// What other threads have for an I/O thread to do: to answer a publisher whose outcome came from the journal.
///
/// post() does not wake the thread, as a queued call would for each of a group that was committed together. It does
/// not have to: RealtimeSyncService::advanced() follows every outcome, once a group, and asks for a pass, which
/// delivers.
class Mailbox {
public:
    using Task = std::function<void()>;

    /// From any thread.
    void post(Task task)
    {
        const std::lock_guard locked(m_lock);
        m_tasks.push_back(std::move(task));
    }

    /// Runs what was posted, in its order; in the I/O thread.
    void deliver()
    {
        std::vector<Task> tasks;
        {
            const std::lock_guard locked(m_lock);
            tasks.swap(m_tasks);
        }
        for (const Task &task : tasks)
            task();
    }

private:
    std::mutex m_lock;
    std::vector<Task> m_tasks;
};

} // namespace relais::server
