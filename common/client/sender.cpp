// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/client/sender.h"

#include "common/protocol/messagecodec.h"

namespace relais::client {

namespace {

using std::chrono::milliseconds;

constexpr int tooBig = 1009; // RFC 6455

/// What POST /send takes, and, with the rest, a frame.
std::string encode(const SendRequest &request, std::string_view rest)
{
    std::string json = "{\"type\":" + jsonString(request.type) + ",\"payload\":" + request.payload;
    if (request.userId)
        json += ",\"userId\":" + jsonString(request.userId->toString());
    json += rest;
    json += '}';
    return json;
}

std::string encodeFrame(const Outbox::Item &item)
{
    return encode(item.request,
                  ",\"ref\":" + jsonString(Outbox::toRef(item.handle))
                      + ",\"idempotencyKey\":" + jsonString(item.key));
}

} // namespace

Sender::Sender(const ConnectionRules &rules, const std::function<double()> &random)
    : m_rules(rules)
    , m_random(random)
    , m_outbox(rules.outbox)
{
}

void Sender::flush(Route route, MonotonicTime now, Effects &effects)
{
    if (route == Route::None || m_post || now < m_holdUntil)
        return;
    dropUncertain(now, effects);
    while (const auto *const next = m_outbox.next()) {
        if (route == Route::Http || next->isSuspect) {
            if (m_outbox.underWay() == 0)
                post(now, effects);
            return;
        }
        if (m_outbox.underWay() >= window)
            return;
        effects.push_back(SendText{encodeFrame(*m_outbox.take(now))});
    }
}

void Sender::socketClosed(int code)
{
    if (!m_post)
        m_outbox.putAllBack(code == tooBig);
}

void Sender::stop(Effects &effects)
{
    if (m_post)
        effects.push_back(AbortPost{});
    m_post.reset();
    m_outbox.putAllBack(false);
}

void Sender::acknowledged(const AckFrame &ack, Effects &effects)
{
    const auto handle = ack.ref ? Outbox::fromRef(*ack.ref) : std::nullopt;
    if (!handle || !m_outbox.remove(*handle))
        return;
    m_failures = 0;
    effects.push_back(Sent{*handle, ack.id, ack.isDuplicate});
}

void Sender::refused(const Refusal &refusal, MonotonicTime now, Effects &effects)
{
    if (const auto handle = refusal.ref ? Outbox::fromRef(*refusal.ref) : std::nullopt)
        settle(*handle, refusal, now, effects);
}

Sender::PostVerdict Sender::postAnswered(const HttpAnswer &answer, AnswerDecoder &decoder, MonotonicTime now,
                                         Effects &effects)
{
    if (!m_post)
        return PostVerdict::Settled;
    const auto handle = *m_post;
    m_post.reset();
    const auto token = std::exchange(m_postToken, TokenUse::Keep);

    if (answer.status == 200) {
        if (const auto receipt = decoder.decodeSend(answer.body)) {
            m_failures = 0;
            if (m_outbox.remove(handle)) // or a WebSocket has acknowledged it meanwhile
                effects.push_back(Sent{handle, receipt->id, receipt->isDuplicate});
            return PostVerdict::Settled;
        }
    }
    if (answer.status == 200 || answer.status == 0) {
        // Perhaps it was published. The key makes it safe to ask again.
        m_outbox.putBack(handle);
        hold(now, milliseconds(0));
        effects.push_back(Problem{Transport::Polling, "a send had no answer that could be read"});
        return PostVerdict::Settled;
    }
    if (answer.status == 401) {
        m_outbox.postpone(handle);
        if (token == TokenUse::Renew || !m_rules.canRenewToken)
            return PostVerdict::Unauthorized;
        m_postToken = TokenUse::Renew;
        return PostVerdict::Settled;
    }
    auto refusal = decoder.decodeProblem(answer.status, answer.body);
    refusal.error.retryAfter = std::max(refusal.error.retryAfter, answer.retryAfter.value_or(milliseconds(0)));
    settle(handle, refusal, now, effects);
    return PostVerdict::Settled;
}

std::optional<MonotonicTime> Sender::deadline(Route route) const
{
    if (m_post)
        return m_postDeadline;
    // Without a hold, what waits here waits for acknowledgements.
    if (route != Route::None && m_holdUntil != MonotonicTime::min() && m_outbox.next()
        && m_outbox.underWay() < window)
        return m_holdUntil;
    return std::nullopt;
}

void Sender::dropUncertain(MonotonicTime now, Effects &effects)
{
    m_holdUntil = MonotonicTime::min();
    for (const auto handle : m_outbox.removeUncertain(now)) {
        effects.push_back(SendFailed{
            handle,
            Error{ErrorCode::RequestTimeout,
                  "no answer came, and the server may have forgotten the key: it may or may not have arrived",
                  {}}});
    }
}

void Sender::post(MonotonicTime now, Effects &effects)
{
    const auto &item = *m_outbox.take(now);
    m_post = item.handle;
    m_postDeadline = now + m_rules.connectionTimeout;
    effects.push_back(StartPost{item.key, encode(item.request, {}), m_postToken});
}

void Sender::settle(SendHandle handle, const Refusal &refusal, MonotonicTime now, Effects &effects)
{
    if (refusal.isRetryable) {
        m_outbox.postpone(handle);
        hold(now, refusal.error.retryAfter);
    } else if (m_outbox.remove(handle)) {
        effects.push_back(SendFailed{handle, refusal.error});
    }
}

void Sender::hold(MonotonicTime now, milliseconds atLeast)
{
    auto wait = std::min(atLeast, longestRetryAfter);
    // Of all that were under way together, the first counts as a failure.
    if (m_holdUntil == MonotonicTime::min())
        wait += m_rules.backOff.wait(m_failures++, m_random());
    m_holdUntil = std::max(m_holdUntil, now + wait);
}

} // namespace relais::client
