// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/queue/messagelog.h"
#include "tests/support/manualclock.h"
#include "tests/support/messages.h"

namespace relais::test {

/// A log and the clock it lives by. It begins at second 10, so ids are short: the first is 10000-1.
struct TestLog {
    static constexpr MessageId origin{10'000, 0};

    ManualClock clock{UnixTime(std::chrono::milliseconds(origin.ms))};
    server::MessageLog log;

    explicit TestLog(const server::LogLimits &limits = {})
        : log(limits, {.origin = origin})
    {
    }

    /// To a user, or to everyone.
    MessageId append(const std::optional<UserId> &to = {}, std::string payload = "null")
    {
        const MessageId id = log.assignId(clock.now());
        log.insert(encoded(id, to, std::move(payload)));
        return id;
    }

    server::ReadResult read(const Since &since, const std::optional<UserId> &user = {},
                            std::size_t limit = 1000) const
    {
        return log.read(since, user, limit, clock.now());
    }
    server::ReadResult readAfter(MessageId position, const std::optional<UserId> &user = {},
                                 std::size_t limit = 1000) const
    {
        return read(SinceCursor{position}, user, limit);
    }

    std::size_t sweep() { return log.sweep(clock.now()); }
};

} // namespace relais::test
