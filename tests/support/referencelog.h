// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "common/protocol/cursor.h"
#include "server/queue/messagelog.h"

namespace relais::test {

/// What a MessageLog promises, written down as plainly as possible: a list of everything that was ever inserted, with
/// a note of what was given up. Slow, and without the bound on users.
class ReferenceLog {
public:
    struct Entry {
        MessageId id;
        std::optional<UserId> to;
        bool isDiscarded = false; ///< capped, swept or purged
    };
    struct Answer {
        std::vector<MessageId> messages;
        MessageId position;
        bool reset = false;
        bool hasMore = false;
    };

    ReferenceLog(const server::LogLimits &limits, MessageId origin)
        : m_limits(limits)
        , m_origin(origin)
        , m_end(origin)
    {
    }

    MessageId end() const { return m_end; }
    const std::vector<Entry> &entries() const { return m_entries; }
    bool isFor(const Entry &entry, const std::optional<UserId> &user) const { return !entry.to || entry.to == user; }

    bool isKept(const Entry &entry, UnixTime now) const { return !entry.isDiscarded && !isExpired(entry, now); }

    void insert(MessageId id, const std::optional<UserId> &to)
    {
        m_entries.push_back({id, to});
        m_end = id;
        const std::size_t cap = to ? m_limits.messagesPerUser : m_limits.broadcasts;
        std::size_t count = 0;
        for (auto entry = m_entries.rbegin(); entry != m_entries.rend() && count <= cap; ++entry) {
            if (!entry->isDiscarded && entry->to == to && ++count > cap)
                entry->isDiscarded = true;
        }
    }

    /// What came after a position, for whomever.
    std::span<const Entry> after(MessageId position) const
    {
        return {std::ranges::upper_bound(m_entries, position, {}, &Entry::id), m_entries.end()};
    }

    std::size_t sweep(UnixTime now)
    {
        return discardIf([&](const Entry &entry) { return isExpired(entry, now); });
    }

    std::size_t purge(const UserId &user)
    {
        return discardIf([&](const Entry &entry) { return entry.to == user; });
    }

    /// Is something that was for this user, and came after `position`, no longer there?
    bool isLostAfter(MessageId position, const std::optional<UserId> &user, UnixTime now) const
    {
        return std::ranges::any_of(after(position),
                                   [&](const Entry &entry) { return isFor(entry, user) && !isKept(entry, now); });
    }

    /// `told`: the highest timestamp that any answer carried.
    Answer read(const Since &since, const std::optional<UserId> &user, std::size_t limit, UnixTime now,
                MessageId upTo, std::uint64_t told) const
    {
        const auto *const time = std::get_if<SinceTime>(&since);
        const auto *const cursor = std::get_if<SinceCursor>(&since);
        MessageId position = cursor ? cursor->position : MessageId{};
        if (time)
            position = {time->ms, ~std::uint64_t{0}};

        Answer answer;
        answer.reset = std::holds_alternative<SinceForeign>(since);
        if (time || cursor)
            answer.reset
                = isLostAfter(position, user, now) || (cursor ? position < m_origin : time->ms + 1 < m_origin.ms);
        if (cursor && position > m_end)
            answer.reset = true;
        if (time && time->ms > std::max({m_end.ms, told, static_cast<std::uint64_t>(now.time_since_epoch().count())}))
            answer.reset = true;
        if (answer.reset)
            position = {};

        const std::vector<MessageId> ready = keptAfter(position, user, now, upTo);
        const std::size_t count = time ? wholeMilliseconds(ready, limit) : std::min(limit, ready.size());
        answer.messages.assign(ready.begin(), ready.begin() + static_cast<std::ptrdiff_t>(count));
        answer.hasMore = count < ready.size();
        answer.position = answer.hasMore ? answer.messages.back() : time ? upTo : std::max(upTo, position);
        return answer;
    }

private:
    bool isExpired(const Entry &entry, UnixTime now) const { return entry.id.time() + m_limits.ttl <= now; }

    std::vector<MessageId> keptAfter(MessageId position, const std::optional<UserId> &user, UnixTime now,
                                     MessageId upTo) const
    {
        std::vector<MessageId> ids;
        for (const Entry &entry : after(position)) {
            if (entry.id <= upTo && isKept(entry, now) && isFor(entry, user))
                ids.push_back(entry.id);
        }
        return ids;
    }

    /// How many of these are at most `limit` in whole milliseconds, or else the first millisecond.
    static std::size_t wholeMilliseconds(const std::vector<MessageId> &ids, std::size_t limit)
    {
        if (ids.size() <= limit)
            return ids.size();
        const auto isOf = [](std::uint64_t ms) {
            return [ms](MessageId id) {
                return id.ms < ms;
            };
        };
        auto end = std::ranges::partition_point(ids, isOf(ids[limit].ms));
        if (end == ids.begin())
            end = std::ranges::partition_point(ids, isOf(ids.front().ms + 1));
        return static_cast<std::size_t>(end - ids.begin());
    }

    template <typename Predicate> std::size_t discardIf(Predicate predicate)
    {
        std::size_t count = 0;
        for (Entry &entry : m_entries) {
            if (entry.isDiscarded || !predicate(entry))
                continue;
            entry.isDiscarded = true;
            ++count;
        }
        return count;
    }

    server::LogLimits m_limits;
    MessageId m_origin;
    MessageId m_end;
    std::vector<Entry> m_entries;
};

} // namespace relais::test
