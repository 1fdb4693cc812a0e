// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace relais {

/// Milliseconds since 1970-01-01T00:00Z, the resolution of message ids. May step backwards.
using UnixTime = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

/// Never steps backwards; for deadlines and durations.
using MonotonicTime = std::chrono::steady_clock::time_point;

/// Where time comes from. Implementations are thread-safe; tests inject one that they move by hand.
class Clock {
public:
    virtual ~Clock() = default;
    virtual UnixTime now() const = 0;
    virtual MonotonicTime monotonic() const = 0;
};

class SystemClock final : public Clock {
public:
    UnixTime now() const override
    {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
    MonotonicTime monotonic() const override { return std::chrono::steady_clock::now(); }
};

} // namespace relais
