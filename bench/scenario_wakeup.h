// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/report.h"
#include "bench/testbed.h"

namespace relais::bench {

/// What a wake-up costs among many idle clients: one client sends messages to its own user, one at a time, so
/// that each concerns this one connection and none of the others, which are users of their own.
struct WakeupOptions {
    std::size_t idle = 9000;
    std::size_t messages = 2000;
    std::size_t warmup = 200;
};

Report runWakeup(TestBed &bed, const WakeupOptions &options);

} // namespace relais::bench
