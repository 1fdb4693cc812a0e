// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/flood.h"
#include "bench/report.h"
#include "bench/testbed.h"

#include <string>

namespace relais::bench {

/// How soon an honest client sees its messages while others flood the server, against how soon without.
struct AttackOptions {
    FloodOptions flood;
    std::string token; ///< of the honest client
    std::size_t messages = 300; ///< measured, without and with the flood each
    std::size_t warmup = 100; ///< before them; the flood reaches its strength within
    std::chrono::milliseconds interval{5};
};

Report runAttack(TestBed &bed, const AttackOptions &options);

} // namespace relais::bench
