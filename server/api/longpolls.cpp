// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/longpolls.h"

#include <algorithm>
#include <vector>

#include "common/protocol/messagecodec.h"
#include "server/api/pollanswer.h"

namespace relais::server {

LongPolls::LongPolls(RealtimeSyncService &sync, QObject *parent)
    : QObject(parent)
    , m_sync(sync)
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { answerExpired(); });
}

LongPolls::~LongPolls() = default;

void LongPolls::wait(PollQuery query, HttpReply reply)
{
    auto entry = m_sync.clients().enter(ClientTransport::LongPoll, query.user);
    if (!entry) {
        const Error error{.code = ErrorCode::Overloaded, .detail = "too many polls are waiting (limits.long_polls)"};
        reply.addField("Retry-After", "1");
        reply.send(error.info().httpStatus, "application/problem+json", encodeProblem(error));
        return;
    }
    const Number number = ++m_lastNumber;
    const MonotonicTime until = m_sync.clock().monotonic() + query.wait;
    reply.setAbandoned([this, number] { answer(number, Answer::Always); });
    if (query.user)
        m_byUser.emplace(*query.user, number);
    m_byDeadline.emplace(until, number);
    m_waiting.emplace(number, Waiting{std::move(query), std::move(reply), until, std::move(*entry)});
    if (m_byDeadline.begin()->second == number)
        armTimer();
}

void LongPolls::wake(std::span<const EncodedMessagePtr> messages)
{
    if (m_waiting.empty())
        return;
    const bool isForAll = std::any_of(messages.begin(), messages.end(),
                                      [](const EncodedMessagePtr &message) { return message->isBroadcast(); });
    if (isForAll) {
        wakeAll();
        return;
    }
    std::vector<Number> concerned;
    for (const EncodedMessagePtr &message : messages) {
        const auto [begin, end] = m_byUser.equal_range(*message->userId());
        for (auto it = begin; it != end; ++it)
            concerned.push_back(it->second);
    }
    for (const Number number : concerned)
        answer(number, Answer::IfAny);
}

void LongPolls::wakeAll()
{
    std::vector<Number> waiting;
    waiting.reserve(m_waiting.size());
    for (const auto &entry : m_waiting)
        waiting.push_back(entry.first);
    for (const Number number : waiting)
        answer(number, Answer::IfAny);
}

void LongPolls::answerAll()
{
    while (!m_waiting.empty())
        answer(m_waiting.begin()->first, Answer::Always);
}

void LongPolls::answer(Number number, Answer when)
{
    const auto found = m_waiting.find(number);
    if (found == m_waiting.end())
        return; // answered by the same batch already
    const PollQuery &query = found->second.query;
    const ReadResult result = m_sync.read(query.since, query.user, query.limit);
    if (when == Answer::IfAny && result.messages.empty() && !result.reset)
        return;

    if (query.user) {
        const auto [begin, end] = m_byUser.equal_range(*query.user);
        m_byUser.erase(std::find_if(begin, end, [&](const auto &entry) { return entry.second == number; }));
    }
    const auto [begin, end] = m_byDeadline.equal_range(found->second.until);
    m_byDeadline.erase(std::find_if(begin, end, [&](const auto &entry) { return entry.second == number; }));
    HttpReply reply = std::move(found->second.reply);
    m_waiting.erase(found);

    m_sync.statistics().deliveriesPoll.fetch_add(result.messages.size(), std::memory_order_relaxed);
    reply.send(200, "application/json", encodePollAnswer(result));
}

void LongPolls::answerExpired()
{
    const MonotonicTime now = m_sync.clock().monotonic();
    while (!m_byDeadline.empty() && m_byDeadline.begin()->first <= now)
        answer(m_byDeadline.begin()->second, Answer::Always);
    armTimer();
}

void LongPolls::armTimer()
{
    if (m_byDeadline.empty())
        return;
    const auto wait
        = std::chrono::ceil<std::chrono::milliseconds>(m_byDeadline.begin()->first - m_sync.clock().monotonic());
    m_timer.start(std::max(wait, std::chrono::milliseconds(0)));
}

} // namespace relais::server
