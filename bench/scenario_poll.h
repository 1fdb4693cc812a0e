// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/report.h"
#include "bench/testbed.h"

#include <string>

namespace relais::bench {

/// Polls that find nothing, the request a server sees most, over keep-alive connections that each ask again
/// at once.
struct PollOptions {
    std::size_t connections = 32;
    std::size_t requests = 100'000;
    std::chrono::seconds duration{}; ///< when not zero: ends after this time instead of after `requests`
    std::size_t warmup = 2000;
    std::string path = "/api/sync/poll";
};

Report runPoll(TestBed &bed, const PollOptions &options);

} // namespace relais::bench
