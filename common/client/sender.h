// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include "common/client/connectionrules.h"
#include "common/client/effects.h"
#include "common/client/httpanswer.h"
#include "common/client/outbox.h"
#include "common/protocol/answerdecoder.h"

#include <functional>
#include <optional>
#include <string>

namespace relais::client {

/// Empties the outbox over whichever transport lives: several frames at a time over a WebSocket, which keeps their
/// order, one POST at a time over HTTP, which would not. A POST that runs when a WebSocket opens is waited for.
class Sender {
public:
    enum class Route : std::uint8_t {
        None,
        WebSocket,
        Http,
    };
    enum class PostVerdict : std::uint8_t {
        Settled,
        Unauthorized, ///< although the token was asked for anew
    };

    /// Frames without an acknowledgement, at most: enough to fill a connection, few enough to be repeated.
    static constexpr std::size_t window = 32;

    /// `random` gives numbers from 0 up to, but not, 1.
    Sender(const ConnectionRules &rules, const std::function<double()> &random);

    Result<SendHandle> add(SendRequest request, std::string key)
    {
        return m_outbox.add(std::move(request), std::move(key));
    }
    const Outbox &outbox() const { return m_outbox; }

    /// Hands over as much as the route takes now.
    void flush(Route route, MonotonicTime now, Effects &effects);
    void socketClosed(int code);
    void stop(Effects &effects);

    void acknowledged(const AckFrame &ack, Effects &effects);
    void refused(const Refusal &refusal, MonotonicTime now, Effects &effects);
    bool isPosting() const { return m_post.has_value(); }
    bool hasTimedOut(MonotonicTime now) const { return m_post && now >= m_postDeadline; }
    PostVerdict postAnswered(const HttpAnswer &answer, AnswerDecoder &decoder, MonotonicTime now, Effects &effects);

    std::optional<MonotonicTime> deadline(Route route) const;

private:
    void dropUncertain(MonotonicTime now, Effects &effects);
    void post(MonotonicTime now, Effects &effects);
    void settle(SendHandle handle, const Refusal &refusal, MonotonicTime now, Effects &effects);
    void hold(MonotonicTime now, std::chrono::milliseconds atLeast);

    const ConnectionRules &m_rules;
    const std::function<double()> &m_random;
    Outbox m_outbox;
    std::optional<SendHandle> m_post; ///< under way over HTTP
    MonotonicTime m_postDeadline;
    TokenUse m_postToken = TokenUse::Keep;
    MonotonicTime m_holdUntil = MonotonicTime::min(); ///< the server said "not now", or did not answer
    int m_failures = 0;
};

} // namespace relais::client
