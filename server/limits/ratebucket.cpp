// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/limits/ratebucket.h"

#include <algorithm>

namespace relais::server {

using namespace std::chrono;

namespace {

__extension__ using Shares = __int128;

/// How many shares of a nanosecond a duration is. One request takes as many as the window has nanoseconds, and a full
/// bucket holds that times the requests: both are exact.
Shares sharesOf(nanoseconds duration, const RateQuota &quota)
{
    return static_cast<Shares>(duration.count()) * quota.requests;
}

nanoseconds roundUp(Shares shares, const RateQuota &quota)
{
    return nanoseconds(static_cast<std::int64_t>((shares + quota.requests - 1) / quota.requests));
}

} // namespace

RateBucket::Shares RateBucket::debt(const RateQuota &quota, MonotonicTime now) const
{
    if (isFull(now))
        return 0;
    return sharesOf(m_full - now, quota) + std::min(m_fraction, quota.requests - 1);
}

void RateBucket::setDebt(const RateQuota &quota, MonotonicTime now, Shares debt)
{
    m_full = now + nanoseconds(static_cast<std::int64_t>(debt / quota.requests));
    m_fraction = static_cast<std::uint32_t>(debt % quota.requests);
}

RateReservation RateBucket::reserve(const RateQuota &quota, MonotonicTime now, milliseconds maximumWait,
                                    std::uint32_t cost)
{
    RateReservation result{.decision = {}, .coveredFrom = now};
    if (!quota.isLimit())
        return result;
    const nanoseconds window = quota.window;
    const Shares capacity = sharesOf(window, quota);
    const Shares before = debt(quota, now);
    const Shares after = before + static_cast<Shares>(window.count()) * std::min(cost, quota.requests);
    const Shares tooEarly = after - capacity;
    const Shares allowance = sharesOf(maximumWait, quota);

    RateDecision &decision = result.decision;
    decision.allowed = tooEarly <= allowance;
    decision.limit = quota.requests;
    if (decision.allowed) {
        setDebt(quota, now, after);
        if (tooEarly > 0)
            result.coveredFrom = now + roundUp(tooEarly, quota);
    } else {
        decision.untilNext = ceil<milliseconds>(roundUp(tooEarly - allowance, quota));
    }
    const Shares owed = decision.allowed ? after : before;
    decision.untilFull = ceil<milliseconds>(roundUp(owed, quota));
    if (owed < capacity)
        decision.remaining = static_cast<std::uint32_t>((capacity - owed) / window.count());
    return result;
}

void RateBucket::refund(const RateQuota &quota, MonotonicTime now, std::uint32_t cost)
{
    if (!quota.isLimit())
        return;
    const Shares given = static_cast<Shares>(nanoseconds(quota.window).count()) * std::min(cost, quota.requests);
    const Shares owed = debt(quota, now);
    setDebt(quota, now, owed > given ? owed - given : 0);
}

} // namespace relais::server
