// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>

#include "common/core/clock.h"

namespace relais::test {

/// Time that passes when a test says so. Thread-safe, as a Clock is.
class ManualClock final : public Clock {
public:
    /// An instant of 2024: ids look like those of the field.
    static constexpr UnixTime start{std::chrono::milliseconds(1'732'312'345'678)};

    explicit ManualClock(UnixTime now = start)
        : m_wall(now.time_since_epoch())
    {
    }

    UnixTime now() const override { return UnixTime(m_wall.load()); }
    MonotonicTime monotonic() const override { return MonotonicTime(m_monotonic.load()); }

    /// Time passes, on the wall and for deadlines.
    void advance(std::chrono::milliseconds duration)
    {
        m_monotonic.store(m_monotonic.load() + duration);
        m_wall.store(m_wall.load() + duration);
    }
    /// Somebody sets the wall clock; a negative step sets it back.
    void stepWall(std::chrono::milliseconds step) { m_wall.store(m_wall.load() + step); }

private:
    std::atomic<std::chrono::milliseconds> m_wall;
    std::atomic<std::chrono::nanoseconds> m_monotonic{std::chrono::hours(1)};
};

} // namespace relais::test
