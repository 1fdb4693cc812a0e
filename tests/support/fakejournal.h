// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "server/queue/journal.h"
#include "tests/support/fakedisk.h"

namespace relais::test {

/// A journal whose disk obeys the test: slow, stuck or broken when told so. It commits in a thread of its own, as the
/// interface has it, and before it goes it commits what it was given. Thread-safe.
class FakeJournal final : public server::Journal {
public:
    explicit FakeJournal(std::shared_ptr<FakeDisk> disk = std::make_shared<FakeDisk>())
        : m_disk(std::move(disk))
        , m_thread([this] { run(); })
    {
    }
    ~FakeJournal() override
    {
        {
            const std::lock_guard locked(m_lock);
            m_isEnding = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }

    void setSettled(Settled settled) override { m_settled = std::move(settled); }
    void store(Batch batch, Committed committed) override
    {
        {
            const std::lock_guard locked(m_lock);
            m_waiting.push_back({std::move(batch), std::move(committed)});
        }
        m_changed.notify_all();
    }
    void note(server::LogChanges changes) override { m_disk->apply(changes); }
    bool isAvailable() const override { return m_isAvailable; }
    void setAvailable(bool available) { m_isAvailable = available; }
    const FakeDisk &disk() const { return *m_disk; }

    /// The disk does nothing from now on, until resume().
    void pause() { set(m_isPaused, true); }
    void resume() { set(m_isPaused, false); }
    /// Every batch whose number is divisible by this fails; 0: none.
    void failEach(int number)
    {
        const std::lock_guard locked(m_lock);
        m_failEach = number;
    }

    std::size_t waiting() const
    {
        const std::lock_guard locked(m_lock);
        return m_waiting.size();
    }

private:
    struct Waiting {
        Batch batch;
        Committed committed;
    };

    void set(bool &flag, bool value)
    {
        {
            const std::lock_guard locked(m_lock);
            flag = value;
        }
        m_changed.notify_all();
    }

    void run()
    {
        std::unique_lock locked(m_lock);
        for (;;) {
            m_changed.wait(locked, [this] { return m_isEnding || (!m_waiting.empty() && !m_isPaused); });
            if (m_waiting.empty())
                return;
            const Waiting next = std::move(m_waiting.front());
            m_waiting.pop_front();
            ++m_count;
            const bool fails = m_failEach != 0 && m_count % m_failEach == 0;
            locked.unlock();
            settle(next, fails);
            locked.lock();
        }
    }

    void settle(const Waiting &next, bool fails)
    {
        if (fails) {
            next.committed(Error{.code = ErrorCode::JournalUnavailable, .detail = "the disk is full"});
        } else {
            m_disk->commit(next.batch);
            next.committed(std::nullopt);
        }
        if (m_settled)
            m_settled();
    }

    const std::shared_ptr<FakeDisk> m_disk;
    Settled m_settled;
    std::atomic<bool> m_isAvailable = true;
    mutable std::mutex m_lock;
    std::condition_variable m_changed;
    std::deque<Waiting> m_waiting;
    int m_count = 0;
    int m_failEach = 0;
    bool m_isPaused = false;
    bool m_isEnding = false;
    std::thread m_thread; ///< last: it uses all the others
};

} // namespace relais::test
