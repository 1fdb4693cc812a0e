// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/refreshschedule.h"

#include <algorithm>

namespace relais::server {
namespace {

/// A tenth less to a tenth more.
RefreshSchedule::Duration jittered(RefreshSchedule::Duration duration, double random)
{
    return std::chrono::duration_cast<RefreshSchedule::Duration>(duration * (0.9 + 0.2 * random));
}

} // namespace

RefreshSchedule::RefreshSchedule(Duration interval, Duration firstRetry)
    : m_interval(interval)
    , m_firstRetry(std::min(firstRetry, interval))
    , m_nextRetry(m_firstRetry)
{
}

RefreshSchedule::Duration RefreshSchedule::afterSuccess(double random)
{
    m_nextRetry = m_firstRetry;
    return jittered(m_interval, random);
}

RefreshSchedule::Duration RefreshSchedule::afterFailure(double random)
{
    const Duration delay = m_nextRetry;
    m_nextRetry = std::min(m_nextRetry * 2, m_interval);
    return jittered(delay, random);
}

} // namespace relais::server
