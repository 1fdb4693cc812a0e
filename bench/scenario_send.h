// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/report.h"
#include "bench/testbed.h"

namespace relais::bench {

/// Backends that publish over HTTP: each connection sends its next broadcast when the last one is
/// acknowledged. One WebSocket listens, and proves that what was acknowledged was delivered, once and in the
/// order of ids.
struct SendOptions {
    std::size_t connections = 16;
    std::size_t messages = 20'000;
    std::size_t warmup = 500;
    std::size_t bytes = 128; ///< a delivered message, envelope and all
};

Report runSend(TestBed &bed, const SendOptions &options);

} // namespace relais::bench
