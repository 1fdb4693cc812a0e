// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/client/pollloop.h"

#include <algorithm>

namespace relais::client {

namespace {

constexpr std::chrono::milliseconds longestWait{30'000}; // that a server accepts

} // namespace

PollLoop::PollLoop(const ConnectionRules &rules)
    : m_rules(rules)
{
}

void PollLoop::start(MonotonicTime now)
{
    m_failures = 0;
    waitUntil(now, TokenUse::Ask);
}

void PollLoop::stop()
{
    m_state = State::Off;
}

std::optional<StartPoll> PollLoop::take(MonotonicTime now, const std::string &since)
{
    if (m_state != State::Waiting || now < m_at)
        return std::nullopt;
    // Without a position, what is kept is asked for only to learn one.
    m_wait = since.empty() ? std::chrono::milliseconds(0) : std::min(m_rules.pollingInterval, longestWait);
    m_state = State::Running;
    m_startedAt = now;
    m_at = now + m_wait + m_rules.connectionTimeout;
    return StartPoll{since, m_wait, limit, m_token};
}

void PollLoop::succeeded(MonotonicTime now, bool hasProgressed)
{
    m_failures = 0;
    const bool atOnce = hasProgressed || now - m_startedAt >= m_wait;
    waitUntil(atOnce ? now : m_startedAt + m_rules.pollingInterval, TokenUse::Keep);
}

void PollLoop::failed(MonotonicTime now, std::chrono::milliseconds wait)
{
    ++m_failures;
    waitUntil(now + wait, TokenUse::Ask);
}

void PollLoop::renewToken(MonotonicTime now)
{
    waitUntil(now, TokenUse::Renew);
}

void PollLoop::hurry(MonotonicTime now)
{
    if (m_state != State::Off)
        waitUntil(now, m_token);
}

std::optional<MonotonicTime> PollLoop::deadline() const
{
    return m_state == State::Off ? std::nullopt : std::optional(m_at);
}

void PollLoop::waitUntil(MonotonicTime at, TokenUse token)
{
    m_state = State::Waiting;
    m_at = at;
    m_token = token;
}

} // namespace relais::client
