// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/eventloop.h"

#include <algorithm>
#include <sys/epoll.h>

namespace relais::bench {

namespace {

epoll_event eventFor(std::uint32_t events, EventHandler *handler)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = handler;
    return event;
}

} // namespace

EventLoop::EventLoop()
    : m_epoll(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1"))
{
}

void EventLoop::watch(int descriptor, std::uint32_t events, EventHandler &handler)
{
    epoll_event event = eventFor(events, &handler);
    checked(::epoll_ctl(m_epoll.number(), EPOLL_CTL_ADD, descriptor, &event), "epoll_ctl");
}

void EventLoop::change(int descriptor, std::uint32_t events, EventHandler &handler)
{
    epoll_event event = eventFor(events, &handler);
    checked(::epoll_ctl(m_epoll.number(), EPOLL_CTL_MOD, descriptor, &event), "epoll_ctl");
}

void EventLoop::unwatch(int descriptor)
{
    checked(::epoll_ctl(m_epoll.number(), EPOLL_CTL_DEL, descriptor, nullptr), "epoll_ctl");
}

bool EventLoop::runUntil(const std::function<bool()> &isDone, MonotonicTime deadline)
{
    while (!isDone()) {
        if (MonotonicClock::now() >= deadline)
            return false;
        turn(deadline);
    }
    return true;
}

void EventLoop::runFor(std::chrono::nanoseconds duration)
{
    runUntil([] { return false; }, MonotonicClock::now() + duration);
}

void EventLoop::turn(MonotonicTime deadline)
{
    // A time-out in whole milliseconds, rounded up: a wait that ends early only goes round once more, a wait
    // of zero spins.
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(deadline - MonotonicClock::now());
    const int timeout = static_cast<int>(std::clamp<std::int64_t>(rest.count(), 0, 1000));

    std::array<epoll_event, 512> events;
    const int count = ::epoll_wait(m_epoll.number(), events.data(), static_cast<int>(events.size()), timeout);
    if (count < 0 && errno != EINTR)
        checked(count, "epoll_wait");
    for (int i = 0; i < count; ++i)
        static_cast<EventHandler *>(events[i].data.ptr)->onEvents(events[i].events);
    if (m_atTurnEnd)
        m_atTurnEnd();
}

} // namespace relais::bench
