// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

#include "common/core/clock.h"

namespace relais::server {

/// So many requests at once, and as many again over the window, evenly.
struct RateQuota {
    std::uint32_t requests = 0; ///< 0: no limit
    std::chrono::milliseconds window{0};

    bool isLimit() const { return requests != 0 && window.count() > 0; }
};

/// What became of a request, and what its answer tells of the limit. Durations are rounded up to the millisecond, so
/// that whoever waits for as long does not come too early.
struct RateDecision {
    bool allowed = true;
    std::uint32_t limit = 0; ///< 0: there is none
    std::uint32_t remaining = 0; ///< how many more would be allowed now
    std::chrono::milliseconds untilNext{0}; ///< until the same request would be allowed; 0 when it was
    std::chrono::milliseconds untilFull{0}; ///< until the whole quota is there again
};

/// A request that is allowed, but perhaps only later.
struct RateReservation {
    RateDecision decision;
    MonotonicTime coveredFrom; ///< the request is to wait until then; `now` when it need not, or was refused
};

/// A token bucket as the generic cell rate algorithm keeps it (ITU-T I.371, annex A, "virtual scheduling"): not a
/// number of tokens and when they were counted, but the one instant at which it is full again, the theoretical
/// arrival time. Hence a bucket whose instant has passed says nothing that a new one does not say, whatever its
/// quota: it may be forgotten.
///
/// The instant is kept as a fraction of nanoseconds over the quota's requests, so that a window that does not divide
/// evenly does not drift. When the quota of a bucket changes, its instant stays, give or take a nanosecond.
class RateBucket {
public:
    /// Takes `cost` tokens, at most the whole quota, if they are there within `maximumWait`. What is taken ahead of
    /// time is a debt that whoever comes next waits for as well, so it never exceeds `maximumWait`. Nothing is taken
    /// by a request that is refused.
    RateReservation reserve(const RateQuota &quota, MonotonicTime now, std::chrono::milliseconds maximumWait,
                            std::uint32_t cost = 1);
    RateDecision take(const RateQuota &quota, MonotonicTime now, std::uint32_t cost = 1)
    {
        return reserve(quota, now, {}, cost).decision;
    }
    /// Gives back what was taken, for a request that turned out not to count. Never more than the whole quota.
    void refund(const RateQuota &quota, MonotonicTime now, std::uint32_t cost = 1);

    bool isFull(MonotonicTime now) const { return fullFrom() <= now; }
    MonotonicTime fullFrom() const { return m_fraction == 0 ? m_full : m_full + std::chrono::nanoseconds(1); }

private:
    /// Time in units of a nanosecond over the quota's requests, in which every share of a window is a whole number.
    __extension__ using Shares = __int128;

    Shares debt(const RateQuota &quota, MonotonicTime now) const;
    void setDebt(const RateQuota &quota, MonotonicTime now, Shares debt);

    MonotonicTime m_full = MonotonicTime::min();
    std::uint32_t m_fraction = 0; ///< behind m_full, in nanoseconds over the quota's requests
};

} // namespace relais::server
