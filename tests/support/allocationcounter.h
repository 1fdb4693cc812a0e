// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace relais::test {

/// What this thread has asked of operator new so far. Link allocationcounter.cpp, which replaces it.
struct Allocations {
    std::size_t count = 0;
    std::size_t bytes = 0; ///< requested; what was freed is not subtracted
    std::ptrdiff_t live = 0; ///< allocations that are not freed yet
};

Allocations allocationsOfThisThread();

/// False under ThreadSanitizer, where nothing is counted.
bool canCountAllocations();

} // namespace relais::test
