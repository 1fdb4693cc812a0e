// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include "common/core/clock.h"
#include "common/core/filedescriptor.h"
#include "server/transport/deadlinequeue.h"
#include "server/transport/passrequest.h"

namespace relais::server {

/// Names a connection of one reactor; never given twice, so that an event or a timer that comes late finds nothing
/// instead of a stranger.
enum class ConnectionId : std::uint64_t {};

/// A socket that a reactor watches. All functions are called in the reactor's thread.
class ReactorClient {
public:
    virtual ~ReactorClient() = default;
    virtual void onReady(std::uint32_t epollEvents) = 0;
    virtual void onDeadline(MonotonicTime now) = 0;
};

/// One thread's sockets: an epoll set behind a single QSocketNotifier, so that a wake-up costs the same among ten and
/// among ten thousand idle sockets whatever event dispatcher Qt uses (with a notifier each, Debian's glib dispatcher
/// takes 6 to 7 ms for 9 000). It also keeps all their deadlines behind a single timer.
///
/// A cycle takes the input that is ready, for a few milliseconds at most, and ends with one pass (setPass), in which
/// what was published meanwhile goes out to everyone.
///
/// Lives in its I/O thread; only a PassRequest may be used from others.
class Reactor : public QObject {
    Q_OBJECT

public:
    explicit Reactor(const Clock &clock, QObject *parent = nullptr);
    ~Reactor() override;

    /// Watches `descriptor`, which `client` owns, for input.
    ConnectionId add(int descriptor, std::unique_ptr<ReactorClient> client);
    /// Puts another client in the place of this one: an HTTP connection that became a WebSocket.
    void replace(ConnectionId id, std::unique_ptr<ReactorClient> client);
    /// Forgets the client and destroys it at the end of the cycle, never while it may be on the call stack.
    void remove(ConnectionId id, int descriptor);
    ReactorClient *find(ConnectionId id) const;
    std::size_t size() const { return m_used; }

    void setInterest(ConnectionId id, int descriptor, std::uint32_t epollEvents);
    /// onDeadline() is called at or after `time`, once; MonotonicTime::max() for never.
    void setDeadline(ConnectionId id, MonotonicTime time);

    /// When this cycle began, which is cheaper than the clock; outside of one, the time.
    MonotonicTime now() const { return m_inCycle ? m_now : m_clock.monotonic(); }
    /// What was just done took far longer than input does: those who wait for their messages are looked after before
    /// more of it is done.
    void noteLongWork() { m_didLongWork = true; }
    const Clock &clock() const { return m_clock; }

    /// What the end of a cycle calls when a pass was requested.
    void setPass(std::function<void()> pass) { m_pass = std::move(pass); }
    void requestPass() { m_passRequest->request(); }
    /// To request passes from other threads.
    std::shared_ptr<PassRequest> passRequest() const { return m_passRequest; }

    /// Removes all clients.
    void clear();

private:
    struct Slot {
        std::unique_ptr<ReactorClient> client;
        std::uint32_t generation = 0;
        MonotonicTime deadline = MonotonicTime::max();
        MonotonicTime queued = MonotonicTime::max(); ///< its entry in m_deadlines, when there is one
    };

    Slot *slot(ConnectionId id);
    const Slot *slot(ConnectionId id) const;
    void runCycle();
    void dispatch(std::uint64_t data, std::uint32_t events);
    bool takeLongWork() { return std::exchange(m_didLongWork, false); }
    void runDeadlines();
    void runPass();
    void finishCycle();
    void armTimer();

    const Clock &m_clock;
    FileDescriptor m_epoll;
    const std::shared_ptr<PassRequest> m_passRequest;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_timer;
    MonotonicTime m_timerAt = MonotonicTime::max();
    MonotonicTime m_now;

    std::vector<Slot> m_slots;
    std::vector<std::uint32_t> m_free;
    std::size_t m_used = 0;
    std::vector<std::unique_ptr<ReactorClient>> m_dead;
    DeadlineQueue m_deadlines;

    std::function<void()> m_pass;
    bool m_inCycle = false;
    bool m_didLongWork = false;
};

} // namespace relais::server
