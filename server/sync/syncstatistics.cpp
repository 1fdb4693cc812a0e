// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/sync/syncstatistics.h"

namespace relais::server {

namespace {

constexpr std::size_t samplesPerLatencyPeriod = 30;

} // namespace

void SyncStatistics::sample(MonotonicTime now)
{
    const Sample latest{.time = now, .messagesIn = messagesIn.load(), .messagesOut = messagesOut()};
    if (m_taken > 0) {
        const Sample &oldest = m_samples[m_taken < window ? 0 : m_taken % window];
        const double seconds = std::chrono::duration<double>(latest.time - oldest.time).count();
        if (seconds > 0) {
            m_rates.messagesIn = static_cast<double>(latest.messagesIn - oldest.messagesIn) / seconds;
            m_rates.messagesOut = static_cast<double>(latest.messagesOut - oldest.messagesOut) / seconds;
        }
    }
    m_samples[m_taken % window] = latest;
    ++m_taken;
    if (m_taken % samplesPerLatencyPeriod == 0)
        deliveryLatency.rotate();
}

} // namespace relais::server
