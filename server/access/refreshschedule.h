// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace relais::server {

/// When keys are fetched again: after the interval when that worked, else soon, and later each time, up to the
/// interval. With jitter, so that servers that were started together do not ask together.
class RefreshSchedule {
public:
    using Duration = std::chrono::milliseconds;

    RefreshSchedule(Duration interval, Duration firstRetry);

    /// How long to wait now. `random` is from 0 to 1.
    Duration afterSuccess(double random);
    Duration afterFailure(double random);

private:
    Duration m_interval;
    Duration m_firstRetry;
    Duration m_nextRetry;
};

} // namespace relais::server
