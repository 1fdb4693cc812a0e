// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/report.h"
#include "bench/testbed.h"

namespace relais::bench {

/// What an idle WebSocket takes of the server's memory: what 10 000 more of them add, after a few hundred
/// have brought in what the server allocates once.
struct IdleOptions {
    std::size_t clients = 10'000;
    std::size_t warmup = 500;
    bool anonymous = false; ///< otherwise each client is a user of its own
};

Report runIdle(TestBed &bed, const IdleOptions &options);

} // namespace relais::bench
