// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/report.h"
#include "bench/testbed.h"

namespace relais::bench {

/// How soon a waiting long-poll and a WebSocket see a message on an otherwise idle server, from the start of
/// its send.
struct LatencyOptions {
    std::size_t messages = 500;
    std::size_t warmup = 20;
    std::chrono::milliseconds interval{5}; ///< between messages: the server is at rest and holds the poll again
};

Report runLatency(TestBed &bed, const LatencyOptions &options);

} // namespace relais::bench
