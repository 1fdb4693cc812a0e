// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "common/core/result.h"
#include "common/protocol/cursor.h"
#include "server/queue/encodedmessage.h"
#include "server/queue/loghistory.h"
#include "server/queue/messagering.h"

namespace relais::server {

/// Bounds of the log; each is a setting.
struct LogLimits {
    std::chrono::milliseconds ttl = std::chrono::minutes(5);
    std::size_t messagesPerUser = 1000;
    std::size_t broadcasts = 1000;
    std::size_t bytes = 256 * 1024 * 1024;
    std::size_t users = 100'000; ///< queues and remembered floors together
    std::size_t pageBytes = 1024 * 1024; ///< of what is read at once, and a message more; then there is the next page
};

/// What messages that are about to come will take up.
struct LogRoom {
    std::size_t bytes = 0;
    std::size_t users = 0; ///< for whom nothing is kept so far

    LogRoom &operator+=(const LogRoom &other)
    {
        bytes += other.bytes;
        users += other.users;
        return *this;
    }
    LogRoom &operator-=(const LogRoom &other)
    {
        bytes -= other.bytes;
        users -= other.users;
        return *this;
    }
};

/// What a reader gets.
struct ReadResult {
    std::vector<EncodedMessagePtr> messages; ///< in id order
    MessageId position; ///< the reader has now seen everything up to here that was for it
    MessageId floor; ///< the highest id that was for this reader and is no longer kept
    bool reset = false; ///< continuity cannot be proved: `messages` begins with all that is kept
    bool hasMore = false; ///< more was ready than the limit, or the bytes of a page, allowed
    /// The `since=<ms>` that continues here: nothing after `position` has a timestamp at or below it.
    std::uint64_t timestamp = 0;
};

/// How far a reader is behind the log's end.
struct LogDistance {
    std::size_t messages = 0; ///< of all users; when it is thousands, at least so many
    std::chrono::milliseconds time{0}; ///< between its position and the last message; at most the time to live
};

/// What the log holds for one user, without the broadcasts.
struct QueueContent {
    std::size_t total = 0;
    std::size_t bytes = 0; ///< that these occupy
    std::optional<UnixTime> oldest;
    std::vector<EncodedMessagePtr> page; ///< the part that was asked for, in id order
    bool hasMore = false; ///< behind the page
};

/// What the log holds now.
struct LogFigures {
    std::size_t messages = 0;
    std::size_t bytes = 0;
    std::size_t users = 0; ///< with something kept
    std::optional<UnixTime> oldest;
};

/// The log: one sequence of ids over a broadcast queue and a queue for each user, bounded in time, number and bytes.
///
/// What was discarded is remembered as a floor (the highest discarded id) for each user and for the broadcasts, so
/// that a reader whose position lies below it is told of the gap, and one that lost nothing is not. Floors are
/// bounded too: past LogLimits::users the oldest floor of a user without messages is folded into one floor for
/// everyone who has no entry, which can only make a very old position look lost, never the reverse.
///
/// Plain values, no thread of its own, time passed in. Not thread-safe: MessageQueueService locks around it.
class MessageLog {
public:
    /// Are changes kept for takeChanges()? Where nobody takes them they would pile up.
    enum class Changes : std::uint8_t { Forgotten, Recorded };

    /// `history` may hold more than the limits allow, when they have been lowered; what has expired goes with the
    /// next sweep.
    MessageLog(const LogLimits &limits, LogHistory history, Changes changes = Changes::Forgotten);

    /// Gives out the next id, whether or not the message is then inserted.
    MessageId assignId(UnixTime now);

    /// Is there that much room, beside what is set aside for others? Errors: LogFull.
    std::optional<Error> checkRoom(const LogRoom &needed, const LogRoom &reserved = {}) const;
    bool hasMessages(const UserId &user) const;

    /// Makes a message visible. Precondition: its id came from assignId() and is above end(), and there was room for
    /// it.
    void insert(EncodedMessagePtr message);

    /// What `user` (none: broadcasts only) has not seen: at most `limit` messages with ids up to `upTo`. With
    /// SinceTime a page ends on a whole millisecond, and may for that exceed `limit` when one millisecond holds more,
    /// since its reader cannot name a place within one.
    ReadResult read(const Since &since, const std::optional<UserId> &user, std::size_t limit, UnixTime now,
                    std::optional<MessageId> upTo = {}) const;

    /// The next page for a reader that is in the middle: as read(), but always after `position`. `reset` says that
    /// something between there and the page is gone.
    ReadResult resume(MessageId position, const std::optional<UserId> &user, std::size_t limit, UnixTime now,
                      MessageId upTo) const;

    /// Appends to `out` everything inserted after `after`, for all users, in order; false when that is no longer
    /// known (only recent messages are kept in this form), and then each reader must read() for itself.
    bool tail(MessageId after, std::vector<EncodedMessagePtr> &out) const;

    LogDistance distance(MessageId position) const;

    /// What is kept for a user; of it, `limit` messages from the `offset`th oldest on, and no more than a page holds.
    QueueContent queue(const UserId &user, std::size_t offset, std::size_t limit, UnixTime now) const;

    /// Appends to `out` what was inserted after `after`, for all users, as far as it is still known: only recent
    /// messages are. Returns how many have ever been inserted, so that a reader can tell how many it has missed.
    std::uint64_t readLatest(MessageId after, std::vector<EncodedMessagePtr> &out) const;
    std::uint64_t inserted() const { return m_inserted; }

    /// The id of the last message that was inserted, or the origin.
    MessageId end() const { return m_end; }

    /// Frees what has expired. Returns how many messages it freed.
    std::size_t sweep(UnixTime now);

    /// Discards everything kept for a user, who is told by `reset`. Returns how many messages it discarded.
    std::size_t purge(const UserId &user);

    /// What was let go since the last call.
    LogChanges takeChanges();

    LogFigures figures() const;
    std::size_t bytes() const { return m_bytes; }
    const LogLimits &limits() const { return m_limits; }

private:
    struct UserQueue {
        MessageRing messages;
        MessageId floor;
        std::size_t bytes = 0;
    };
    using UserQueues = std::unordered_map<UserId, UserQueue>;

    /// What one reader sees: the two queues that concern it, and up to where each has been discarded.
    struct View {
        const MessageRing *own;
        MessageId ownDiscarded;
        MessageId broadcastsDiscarded;
        MessageId lost; ///< the later of the two
        MessageId floor; ///< below it nothing can be proved: that, or where the log began
    };
    View viewOf(const std::optional<UserId> &user, UnixTime now) const;
    enum class PageEnd : std::uint8_t { AnyMessage, WholeMillisecond };
    ReadResult page(const View &view, MessageId position, std::size_t limit, MessageId upTo, PageEnd end) const;
    std::uint64_t continuationTime(const ReadResult &result, PageEnd end, UnixTime now) const;

    bool isExpired(const EncodedMessage &message, UnixTime now) const;
    MessageId expiredUpTo(const MessageRing &queue, MessageId floor, UnixTime now) const;
    void discardFrontOfBroadcasts();
    void discardFrontOf(const UserId &user, UserQueue &queue);
    void discardFront(MessageRing &queue, MessageId &floor);
    void rememberRecent(const EncodedMessagePtr &message);
    void noteEmptied(UserQueues::iterator user);
    void forgetOldestFloor();
    const UserQueue *queueOf(const std::optional<UserId> &user) const;

    LogLimits m_limits;
    MessageId m_origin;
    MessageId m_lastAssigned;
    MessageId m_end;
    /// The highest `timestamp` that a reader was told it has seen everything up to. Ids lie above it even when the
    /// wall clock steps back, or that reader would miss them. Kept by const reads, as a promise changes nothing else.
    mutable std::uint64_t m_toldTime = 0;

    MessageRing m_broadcasts;
    MessageId m_broadcastFloor;
    UserQueues m_users;
    /// Users without messages, by floor, so that the oldest is found first. Two users never share a floor: ids
    /// differ.
    std::map<MessageId, UserId> m_emptied;
    std::set<MessageId> m_fronts; ///< the oldest message of each user with any, so that figures() need not look
    MessageId m_forgottenFloor;

    MessageRing m_recent; ///< the last messages of all users, for tail()
    std::size_t m_recentBytes = 0;
    MessageId m_recentFloor;

    std::size_t m_messages = 0;
    std::size_t m_bytes = 0;
    std::uint64_t m_inserted = 0; ///< ever

    bool m_recordsChanges;
    LogChanges m_changes;
    std::uint64_t m_recordedToldTime = 0;
};

} // namespace relais::server
