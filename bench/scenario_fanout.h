// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/report.h"
#include "bench/testbed.h"

namespace relais::bench {

/// Broadcasts to many WebSockets, `window` of them in flight: a message is done when every client has it, and
/// only then the next one is published. What one delivery costs the server, and how long it takes.
struct FanoutOptions {
    std::size_t clients = 1000; ///< one more connection publishes, and as a client like any other receives too
    std::size_t window = 1;
    std::size_t bytes = 128; ///< a delivered message, envelope and all
    std::size_t messages = 1000;
    std::size_t warmup = 50; ///< messages before the measured ones
};

Report runFanout(TestBed &bed, const FanoutOptions &options);

} // namespace relais::bench
