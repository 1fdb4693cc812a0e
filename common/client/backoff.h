// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>

namespace relais::client {

/// How long to wait before the next try, with full jitter: anything between nothing and a ceiling that doubles with
/// each failure. Full rather than a jitter around the ceiling, since it spreads the clients of a server that went
/// away most evenly.
struct BackOff {
    std::chrono::milliseconds base; ///< the ceiling after the first failure
    std::chrono::milliseconds longest; ///< the ceiling never grows beyond

    /// `failures`: how many there were before this one. `random`: 0 up to, but not, 1.
    std::chrono::milliseconds wait(int failures, double random) const { return scaled(ceiling(failures), random); }

    std::chrono::milliseconds ceiling(int failures) const
    {
        // 2^20 times a millisecond is a quarter of an hour; a shift by more could overflow.
        constexpr int mostDoublings = 20;
        return std::min<std::chrono::milliseconds>(longest, base * (1LL << std::clamp(failures, 0, mostDoublings)));
    }

    /// Whole milliseconds, rounded down, so that every implementation comes to the same.
    static std::chrono::milliseconds scaled(std::chrono::milliseconds time, double factor)
    {
        return std::chrono::milliseconds(
            static_cast<std::chrono::milliseconds::rep>(static_cast<double>(time.count()) * factor));
    }
};

} // namespace relais::client
