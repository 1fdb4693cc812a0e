// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/descriptor.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <span>

namespace relais::bench {

using MonotonicClock = std::chrono::steady_clock;
using MonotonicTime = MonotonicClock::time_point;

/// What the loop calls when a descriptor is ready.
class EventHandler {
public:
    virtual void onEvents(std::uint32_t events) = 0;

protected:
    ~EventHandler() = default;
};

/// One level-triggered epoll set, one thread. The kernel holds a plain pointer to each handler, so a handler
/// is destroyed only between turns; one that stopped watching may still be called once in the same turn and
/// ignores that.
class EventLoop {
public:
    EventLoop();

    void watch(int descriptor, std::uint32_t events, EventHandler &handler);
    void change(int descriptor, std::uint32_t events, EventHandler &handler);
    void unwatch(int descriptor);

    /// Called at the end of each turn, when the whole batch of events was handled: the place to write what
    /// the batch gave rise to in one go, and to destroy what it closed. Replaces the earlier one.
    void callAtTurnEnd(std::function<void()> callback) { m_atTurnEnd = std::move(callback); }

    /// Turns until isDone() or the deadline; returns isDone().
    bool runUntil(const std::function<bool()> &isDone, MonotonicTime deadline);
    void runFor(std::chrono::nanoseconds duration);

    /// One buffer for all reads; what is in it is valid until the next read.
    std::span<char> readBuffer() { return m_readBuffer; }

private:
    void turn(MonotonicTime deadline);

    Descriptor m_epoll;
    std::function<void()> m_atTurnEnd;
    std::array<char, 256 * 1024> m_readBuffer;
};

} // namespace relais::bench
