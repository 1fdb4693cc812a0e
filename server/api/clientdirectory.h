// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "server/api/mailbox.h"
#include "server/transport/passrequest.h"

namespace relais::server {

class ThreadClients;

/// Where the clients of all I/O threads are: a question put to each thread comes to it through its mailbox, in its
/// next pass, and its answer goes back in the same way. Values go back and forth; nobody waits.
///
/// Shared by the I/O threads; thread-safe.
class ClientDirectory {
public:
    enum class Thread : std::uint64_t {};
    using Question = std::function<void(ThreadClients &)>;

    /// A thread is in the directory until this is destroyed, in that thread.
    class Membership {
    public:
        Membership(ClientDirectory &directory, Thread thread)
            : m_directory(directory)
            , m_thread(thread)
        {
        }
        ~Membership() { m_directory.leave(m_thread); }
        Membership(const Membership &) = delete;
        Membership &operator=(const Membership &) = delete;

        Thread thread() const { return m_thread; }

    private:
        ClientDirectory &m_directory;
        const Thread m_thread;
    };

    /// `mailbox` is delivered in the passes that `passRequest` asks for.
    std::unique_ptr<Membership> enter(ThreadClients &clients, Mailbox &mailbox,
                                      std::shared_ptr<PassRequest> passRequest);

    /// Asks every thread; how many that are.
    std::size_t askAll(const Question &question);
    /// Runs `task` in that thread, unless it is gone; then it is dropped.
    void post(Thread thread, Mailbox::Task task);

private:
    struct Member {
        ThreadClients *clients;
        Mailbox *mailbox;
        std::shared_ptr<PassRequest> passRequest;
    };
    void leave(Thread thread);

    std::mutex m_lock; ///< held while a mailbox is posted to, so that it is still there
    std::map<Thread, Member> m_members;
    std::uint64_t m_lastThread = 0;
};

} // namespace relais::server
