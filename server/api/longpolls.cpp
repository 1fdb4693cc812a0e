// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/longpolls.h"

#include <algorithm>
#include <vector>

#include "common/protocol/messagecodec.h"
#include "server/api/pollanswer.h"
#include "server/transport/refusalfields.h"

namespace relais::server {

std::atomic<LongPolls::Number> LongPolls::s_lastNumber = 0;

LongPolls::LongPolls(RealtimeSyncService &sync, QObject *parent)
    : QObject(parent)
    , m_sync(sync)
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { answerExpired(); });
}

LongPolls::~LongPolls() = default;

void LongPolls::wait(PollQuery query, Caller caller, HttpReply reply, MonotonicTime coveredFrom)
{
    auto entry = m_sync.clients().enter(ClientTransport::LongPoll, query.user);
    if (!entry) {
        const Error error{.code = ErrorCode::Overloaded, .detail = "too many polls are waiting (limits.long_polls)"};
        reply.addFields(refusalFields(error));
        reply.send(error.info().httpStatus, "application/problem+json", encodeProblem(error));
        return;
    }
    reply.forgetRequest(); // a body of a megabyte would wait with it
    const Number number = ++s_lastNumber;
    const MonotonicTime now = m_sync.clock().monotonic();
    MonotonicTime until = now + query.wait;
    if (const auto &expires = caller.principal->expires) // as with a WebSocket, by the clock that nobody sets
        until = std::min(until, now + (*expires - m_sync.clock().now()));
    reply.setAbandoned([this, number] { answer(number, Answer::Always); });
    if (query.user)
        m_byUser.emplace(*query.user, number);
    m_byDeadline.emplace(until, number);
    if (coveredFrom > now)
        m_byDeadline.emplace(coveredFrom, number); // there may be something already, and nothing else would wake it
    m_waiting.emplace(number,
                      Waiting{std::move(query), std::move(caller), std::move(reply), m_sync.clock().now(),
                              coveredFrom, until, std::move(*entry)});
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
    if (when == Answer::IfAny && m_sync.clock().monotonic() < found->second.coveredFrom)
        return;
    const PollQuery &query = found->second.query;
    const ReadResult result = m_sync.read(query.since, query.user, query.limit);
    if (when == Answer::IfAny && result.messages.empty() && !result.reset)
        return;

    HttpReply reply = takeOut(found);
    m_sync.statistics().deliveriesPoll.fetch_add(result.messages.size(), std::memory_order_relaxed);
    reply.send(200, "application/json", encodePollAnswer(result));
}

HttpReply LongPolls::takeOut(std::unordered_map<Number, Waiting>::iterator waiting)
{
    const Number number = waiting->first;
    const auto isThis = [number](const auto &entry) {
        return entry.second == number;
    };
    if (const auto &user = waiting->second.query.user) {
        const auto [begin, end] = m_byUser.equal_range(*user);
        m_byUser.erase(std::find_if(begin, end, isThis));
    }
    for (const MonotonicTime deadline : {waiting->second.coveredFrom, waiting->second.until}) {
        const auto [begin, end] = m_byDeadline.equal_range(deadline);
        if (const auto found = std::find_if(begin, end, isThis); found != end)
            m_byDeadline.erase(found);
    }
    HttpReply reply = std::move(waiting->second.reply);
    m_waiting.erase(waiting);
    return reply;
}

void LongPolls::appendNames(std::vector<ClientName> &names) const
{
    names.reserve(names.size() + m_waiting.size());
    for (const auto &[number, waiting] : m_waiting)
        names.push_back({ClientTransport::LongPoll, number});
}

std::optional<ClientRow> LongPolls::row(Number number) const
{
    const auto found = m_waiting.find(number);
    if (found == m_waiting.end())
        return std::nullopt;
    const Waiting &waiting = found->second;
    return ClientRow{.name = {ClientTransport::LongPoll, number},
                     .user = waiting.query.user,
                     .address = waiting.caller.address,
                     .since = waiting.since,
                     .state = ClientRow::State::Waiting};
}

void LongPolls::disconnect(Number number, ErrorCode how)
{
    if (how == ErrorCode::ReconnectRequested)
        answer(number, Answer::Always);
    else // polls have no close code; 403 is what no client repeats
        refuse(m_waiting.find(number), Error{.code = ErrorCode::Forbidden, .detail = "disconnected by an operator"});
}

void LongPolls::refuse(std::unordered_map<Number, Waiting>::iterator waiting, const Error &error)
{
    HttpReply reply = takeOut(waiting);
    reply.addFields(refusalFields(error));
    reply.send(error.info().httpStatus, "application/problem+json", encodeProblem(error));
}

void LongPolls::refuseUnless(const std::function<bool(const Principal &)> &stands)
{
    const Error error{.code = ErrorCode::Unauthorized, .detail = "the token has been revoked", .at = "Authorization"};
    for (auto waiting = m_waiting.begin(); waiting != m_waiting.end();) {
        const auto current = waiting++;
        if (!stands(*current->second.caller.principal))
            refuse(current, error);
    }
}

void LongPolls::answerExpired()
{
    const MonotonicTime now = m_sync.clock().monotonic();
    while (!m_byDeadline.empty() && m_byDeadline.begin()->first <= now) {
        const Number number = m_byDeadline.begin()->second;
        m_byDeadline.erase(m_byDeadline.begin());
        const bool isOver = m_waiting.at(number).until <= now;
        answer(number, isOver ? Answer::Always : Answer::IfAny);
    }
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
