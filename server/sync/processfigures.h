// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace relais::server {

/// What the process uses, from the operating system.
struct ProcessFigures {
    std::chrono::microseconds cpuTime{}; ///< user and system, over all threads
    std::uint64_t residentBytes = 0;
    std::uint64_t openDescriptors = 0;

    /// All of them. Counting descriptors takes milliseconds when there are thousands.
    static ProcessFigures read();
    /// All but the descriptors.
    static ProcessFigures readUsage();
};

} // namespace relais::server
