// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/report.h"
#include "bench/testbed.h"

namespace relais::bench {

/// Every client connects at once; then all drop, messages are published meanwhile, and all come back at once
/// with their cursor. Each must get each message once, and none may be told `reset`.
struct StormOptions {
    std::size_t clients = 5000;
    std::size_t missed = 10; ///< messages published while nobody is connected
};

Report runStorm(TestBed &bed, const StormOptions &options);

} // namespace relais::bench
