// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/clientdeadlines.h"

#include <algorithm>

namespace relais::server {

using namespace std::chrono_literals;

ClientDeadlines::ClientDeadlines(const Clock &clock, Due due)
    : m_clock(clock)
    , m_due(std::move(due))
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { onTimeout(); });
}

void ClientDeadlines::set(ClientId client, MonotonicTime deadline)
{
    clear(client);
    const auto added = m_byTime.emplace(deadline, client);
    m_byClient.emplace(client, added);
    if (added == m_byTime.begin())
        armTimer();
}

void ClientDeadlines::clear(ClientId client)
{
    const auto found = m_byClient.find(client);
    if (found == m_byClient.end())
        return;
    m_byTime.erase(found->second);
    m_byClient.erase(found);
}

void ClientDeadlines::onTimeout()
{
    const MonotonicTime now = m_clock.monotonic();
    while (!m_byTime.empty() && m_byTime.begin()->first <= now) {
        const ClientId client = m_byTime.begin()->second;
        clear(client);
        m_due(client);
    }
    armTimer();
}

void ClientDeadlines::armTimer()
{
    if (m_byTime.empty())
        return;
    // QTimer takes 24 days at most; who is due later is looked at again then.
    constexpr std::chrono::milliseconds longest = 24h;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(m_byTime.begin()->first - m_clock.monotonic());
    m_timer.start(std::clamp(wait, std::chrono::milliseconds(0), longest));
}

} // namespace relais::server
