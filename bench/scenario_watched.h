// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/report.h"
#include "bench/testbed.h"
#include "bench/watcher.h"

namespace relais::bench {

/// `fanout` without and with a dashboard attached, in turn on the same connections, so that what the dashboard costs
/// is not lost in what differs between two runs.
struct WatchedOptions {
    std::size_t clients = 1000; ///< beside the publishing one
    std::size_t window = 16;
    std::size_t bytes = 128;
    std::size_t messages = 1000; ///< each time
    std::size_t rounds = 10; ///< without and with
    std::chrono::seconds rest{5}; ///< for which nothing is published, without and with
    Watcher::Page page = Watcher::Page::Overview;
};

Report runWatched(TestBed &bed, const WatchedOptions &options);

} // namespace relais::bench
