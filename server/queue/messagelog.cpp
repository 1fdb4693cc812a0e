// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/queue/messagelog.h"

#include <limits>
#include <string>
#include <utility>

namespace relais::server {

namespace {

// tail() serves clients that keep up; they are a pass behind, not thousands of messages. Who is further behind reads
// from its own queues.
constexpr std::size_t recentMessages = 4096;
constexpr std::size_t recentBytes = 4 * 1024 * 1024;

constexpr std::uint64_t lastSequence = std::numeric_limits<std::uint64_t>::max();

/// A clock before 1970 is a clock that was never set.
std::uint64_t toMilliseconds(UnixTime time)
{
    return static_cast<std::uint64_t>(std::max<std::int64_t>(time.time_since_epoch().count(), 0));
}

UnixTime toTime(std::uint64_t ms)
{
    return UnixTime(std::chrono::milliseconds(static_cast<std::int64_t>(ms)));
}

/// The last millisecond before this one.
std::uint64_t before(std::uint64_t ms)
{
    return ms == 0 ? 0 : ms - 1;
}

/// The last position of a millisecond.
MessageId endOfMillisecond(std::uint64_t ms)
{
    return MessageId{ms, lastSequence};
}

} // namespace

MessageLog::MessageLog(const LogLimits &limits, LogHistory history, Changes changes)
    : m_limits(limits)
    , m_origin(history.origin)
    , m_toldTime(history.toldTime)
    , m_broadcastFloor(history.broadcastFloor)
    , m_forgottenFloor(history.forgottenFloor)
    , m_recordsChanges(changes == Changes::Recorded)
    , m_recordedToldTime(history.toldTime)
{
    MessageId lastDiscarded = std::max({m_origin, m_broadcastFloor, m_forgottenFloor});
    m_users.reserve(history.userFloors.size());
    for (const auto &[user, floor] : history.userFloors) {
        noteEmptied(m_users.emplace(user, UserQueue{{}, floor}).first);
        lastDiscarded = std::max(lastDiscarded, floor);
    }
    m_end = lastDiscarded;
    for (EncodedMessagePtr &message : history.messages) {
        const UserQueue *const queue = queueOf(message->userId());
        const MessageId floor = message->isBroadcast() ? m_broadcastFloor : queue ? queue->floor : MessageId{};
        if (message->id() > floor)
            insert(std::move(message));
    }
    m_end = std::max(m_end, lastDiscarded);
    m_lastAssigned = m_end;
    m_recentFloor = std::max(m_recentFloor, lastDiscarded);
    while (m_users.size() > m_limits.users && !m_emptied.empty())
        forgetOldestFloor();
}

MessageId MessageLog::assignId(UnixTime now)
{
    m_lastAssigned = m_lastAssigned.next(std::max(now, toTime(m_toldTime + 1)));
    return m_lastAssigned;
}

std::optional<Error> MessageLog::checkRoom(const LogRoom &needed, const LogRoom &reserved) const
{
    if (m_bytes + reserved.bytes + needed.bytes > m_limits.bytes) {
        return Error{.code = ErrorCode::LogFull,
                     .detail = "the log holds " + std::to_string(m_bytes) + " bytes of at most "
                         + std::to_string(m_limits.bytes) + " (queue.max_bytes)"};
    }
    // Users of whom only a floor is remembered make room: it is folded.
    const std::size_t users = m_users.size() - m_emptied.size();
    if (needed.users > 0 && users + reserved.users + needed.users > m_limits.users) {
        return Error{.code = ErrorCode::LogFull,
                     .detail = "the log holds messages for " + std::to_string(users) + " users of at most "
                         + std::to_string(m_limits.users) + " (queue.max_users)"};
    }
    return std::nullopt;
}

bool MessageLog::hasMessages(const UserId &user) const
{
    const auto found = m_users.find(user);
    return found != m_users.end() && !found->second.messages.isEmpty();
}

void MessageLog::insert(EncodedMessagePtr message)
{
    m_end = message->id();
    m_bytes += message->memoryBytes();
    ++m_messages;
    ++m_inserted;
    rememberRecent(message);

    if (message->isBroadcast()) {
        m_broadcasts.pushBack(std::move(message));
        if (m_broadcasts.size() > m_limits.broadcasts)
            discardFrontOfBroadcasts();
        return;
    }

    if (!m_users.contains(*message->userId()) && m_users.size() >= m_limits.users)
        forgetOldestFloor();
    const auto [user, isNew] = m_users.try_emplace(*message->userId());
    UserQueue &queue = user->second;
    if (isNew) // not above a message that is older than the forgetting: one that was read back
        queue.floor = std::min(m_forgottenFloor, message->id().previous());
    else if (queue.messages.isEmpty())
        m_emptied.erase(queue.floor);
    if (queue.messages.isEmpty())
        m_fronts.insert(message->id());
    queue.bytes += message->memoryBytes();
    queue.messages.pushBack(std::move(message));
    if (queue.messages.size() > m_limits.messagesPerUser)
        discardFrontOf(user->first, queue);
}

ReadResult MessageLog::read(const Since &since, const std::optional<UserId> &user, std::size_t limit, UnixTime now,
                            std::optional<MessageId> upTo) const
{
    const View view = viewOf(user, now);
    const auto *const time = std::get_if<SinceTime>(&since);
    const MessageId end = upTo.value_or(m_end);
    MessageId position;
    bool reset = false;
    if (time) {
        // The end of the millisecond is where to read from, not a place that a cursor names.
        position = endOfMillisecond(time->ms);
        // A client may hold the `timestamp` of an answer, which follows the wall clock ahead of the last id, and on a
        // log that has just begun lies before its first.
        const std::uint64_t latest = std::max({m_end.ms, m_toldTime, toMilliseconds(now)});
        reset = position < view.lost || time->ms < before(m_origin.ms) || time->ms > latest;
    } else if (const auto *const cursor = std::get_if<SinceCursor>(&since)) {
        position = cursor->position;
        reset = position < view.floor || position > m_end;
    } else {
        reset = std::holds_alternative<SinceForeign>(since);
    }
    if (reset)
        position = MessageId{};

    const PageEnd pageEnd = time ? PageEnd::WholeMillisecond : PageEnd::AnyMessage;
    ReadResult result = page(view, position, limit, end, pageEnd);
    if (time && !result.hasMore)
        result.position = end;
    result.reset = reset;
    result.timestamp = continuationTime(result, pageEnd, now);
    return result;
}

ReadResult MessageLog::resume(MessageId position, const std::optional<UserId> &user, std::size_t limit, UnixTime now,
                              MessageId upTo) const
{
    const View view = viewOf(user, now);
    ReadResult result = page(view, position, limit, upTo, PageEnd::AnyMessage);
    result.reset = position < view.floor;
    result.timestamp = continuationTime(result, PageEnd::AnyMessage, now);
    return result;
}

MessageLog::View MessageLog::viewOf(const std::optional<UserId> &user, UnixTime now) const
{
    static const MessageRing nothing;
    const UserQueue *const queue = queueOf(user);
    const MessageId ownFloor = queue ? queue->floor : user ? m_forgottenFloor : MessageId{};
    View view;
    view.own = queue ? &queue->messages : &nothing;
    // Expired messages that no sweep has met yet count as discarded.
    view.ownDiscarded = expiredUpTo(*view.own, ownFloor, now);
    view.broadcastsDiscarded = expiredUpTo(m_broadcasts, m_broadcastFloor, now);
    view.lost = std::max(view.ownDiscarded, view.broadcastsDiscarded);
    view.floor = std::max(m_origin, view.lost);
    return view;
}

ReadResult MessageLog::page(const View &view, MessageId position, std::size_t limit, MessageId upTo,
                            PageEnd end) const
{
    auto broadcast = m_broadcasts.after(std::max(position, view.broadcastsDiscarded));
    auto own = view.own->after(std::max(position, view.ownDiscarded));
    const auto next = [&]() -> const EncodedMessagePtr * {
        const bool hasBroadcast = broadcast != m_broadcasts.end() && (*broadcast)->id() <= upTo;
        const bool hasOwn = own != view.own->end() && (*own)->id() <= upTo;
        if (hasBroadcast && (!hasOwn || (*broadcast)->id() < (*own)->id()))
            return &*broadcast++;
        return hasOwn ? &*own++ : nullptr;
    };

    ReadResult result;
    result.floor = view.floor;
    std::vector<EncodedMessagePtr> &messages = result.messages;
    std::size_t bytes = 0;
    const EncodedMessagePtr *following = next();
    for (; following && messages.size() < limit && bytes < m_limits.pageBytes; following = next()) {
        bytes += (*following)->json().size();
        messages.push_back(*following);
    }

    if (end == PageEnd::WholeMillisecond && following) {
        // Give back the millisecond that the limit cut, or, when the page holds no other, take the rest of it.
        const std::uint64_t cut = (*following)->id().ms;
        if (messages.front()->id().ms < cut) {
            while (messages.back()->id().ms == cut)
                messages.pop_back();
        } else {
            for (; following && (*following)->id().ms == cut; following = next())
                messages.push_back(*following);
        }
    }
    result.hasMore = following != nullptr;
    result.position = result.hasMore ? messages.back()->id() : std::max(upTo, position);
    return result;
}

std::uint64_t MessageLog::continuationTime(const ReadResult &result, PageEnd end, UnixTime now) const
{
    if (result.hasMore && end == PageEnd::WholeMillisecond)
        return result.position.ms;
    if (result.hasMore || result.position < m_end) // what follows may be of the same millisecond
        return before(result.position.ms);
    // The present millisecond may still get messages, and so may that of ids which are given out but not visible yet.
    const std::uint64_t open = m_lastAssigned > m_end ? m_end.ms : std::max(m_end.ms, toMilliseconds(now));
    m_toldTime = std::max(m_toldTime, before(open));
    return m_toldTime;
}

bool MessageLog::tail(MessageId after, std::vector<EncodedMessagePtr> &out) const
{
    if (after < m_recentFloor)
        return false;
    out.insert(out.end(), m_recent.after(after), m_recent.end());
    return true;
}

QueueContent MessageLog::queue(const UserId &user, std::size_t offset, std::size_t limit, UnixTime now) const
{
    QueueContent content;
    const UserQueue *const queue = queueOf(user);
    if (!queue)
        return content;
    const auto begin = queue->messages.after(expiredUpTo(queue->messages, queue->floor, now));
    const auto end = queue->messages.end();
    content.bytes = queue->bytes;
    for (auto expired = queue->messages.begin(); expired != begin; ++expired)
        content.bytes -= (*expired)->memoryBytes();
    content.total = static_cast<std::size_t>(end - begin);
    if (begin == end)
        return content;
    content.oldest = (*begin)->id().time();
    std::size_t bytes = 0;
    auto next = begin + static_cast<std::ptrdiff_t>(std::min(offset, content.total));
    for (; next != end && content.page.size() < limit && bytes < m_limits.pageBytes; ++next) {
        bytes += (*next)->json().size();
        content.page.push_back(*next);
    }
    content.hasMore = next != end;
    return content;
}

std::uint64_t MessageLog::readLatest(MessageId after, std::vector<EncodedMessagePtr> &out) const
{
    out.insert(out.end(), m_recent.after(after), m_recent.end());
    return m_inserted;
}

LogDistance MessageLog::distance(MessageId position) const
{
    if (position >= m_end)
        return {};
    const std::chrono::milliseconds time(static_cast<std::int64_t>(m_end.ms - position.ms));
    return {.messages = static_cast<std::size_t>(m_recent.end() - m_recent.after(position)),
            .time = std::min(time, m_limits.ttl)};
}

std::size_t MessageLog::sweep(UnixTime now)
{
    const std::size_t before = m_messages;
    while (!m_broadcasts.isEmpty() && isExpired(*m_broadcasts.front(), now))
        discardFrontOfBroadcasts();
    for (auto user = m_users.begin(); user != m_users.end(); ++user) {
        MessageRing &messages = user->second.messages;
        if (messages.isEmpty() || !isExpired(*messages.front(), now))
            continue;
        while (!messages.isEmpty() && isExpired(*messages.front(), now))
            discardFrontOf(user->first, user->second);
        if (messages.isEmpty())
            noteEmptied(user);
    }
    while (!m_recent.isEmpty() && isExpired(*m_recent.front(), now)) {
        m_recentFloor = m_recent.front()->id();
        m_recentBytes -= m_recent.front()->memoryBytes();
        m_recent.popFront();
    }
    return before - m_messages;
}

std::size_t MessageLog::purge(const UserId &user)
{
    const auto found = m_users.find(user);
    if (found == m_users.end() || found->second.messages.isEmpty())
        return 0;
    const std::size_t count = found->second.messages.size();
    while (!found->second.messages.isEmpty())
        discardFrontOf(found->first, found->second);
    noteEmptied(found);
    return count;
}

LogChanges MessageLog::takeChanges()
{
    LogChanges changes = std::exchange(m_changes, {});
    if (m_recordsChanges && m_toldTime > m_recordedToldTime) {
        m_recordedToldTime = m_toldTime;
        changes.toldTime = m_toldTime;
    }
    return changes;
}

LogFigures MessageLog::figures() const
{
    LogFigures figures;
    figures.messages = m_messages;
    figures.bytes = m_bytes;
    figures.users = m_users.size() - m_emptied.size();
    std::optional<MessageId> oldest;
    if (!m_broadcasts.isEmpty())
        oldest = m_broadcasts.front()->id();
    if (!m_fronts.empty() && (!oldest || *m_fronts.begin() < *oldest))
        oldest = *m_fronts.begin();
    if (oldest)
        figures.oldest = oldest->time();
    return figures;
}

bool MessageLog::isExpired(const EncodedMessage &message, UnixTime now) const
{
    return message.id().time() + m_limits.ttl <= now;
}

MessageId MessageLog::expiredUpTo(const MessageRing &queue, MessageId floor, UnixTime now) const
{
    if (queue.isEmpty() || !isExpired(*queue.front(), now))
        return floor;
    const auto kept = std::partition_point(
        queue.begin(), queue.end(), [&](const EncodedMessagePtr &message) { return isExpired(*message, now); });
    return (*std::prev(kept))->id();
}

void MessageLog::discardFrontOfBroadcasts()
{
    discardFront(m_broadcasts, m_broadcastFloor);
    if (m_recordsChanges)
        m_changes.broadcastFloor = m_broadcastFloor;
}

void MessageLog::discardFrontOf(const UserId &user, UserQueue &queue)
{
    queue.bytes -= queue.messages.front()->memoryBytes();
    auto front = m_fronts.extract(queue.messages.front()->id());
    discardFront(queue.messages, queue.floor);
    if (!queue.messages.isEmpty()) {
        front.value() = queue.messages.front()->id();
        m_fronts.insert(std::move(front));
    }
    if (m_recordsChanges)
        m_changes.userFloors.insert_or_assign(user, queue.floor);
}

void MessageLog::discardFront(MessageRing &queue, MessageId &floor)
{
    floor = queue.front()->id();
    if (m_recordsChanges)
        m_changes.discarded.push_back(floor);
    m_bytes -= queue.front()->memoryBytes();
    --m_messages;
    queue.popFront();
}

void MessageLog::rememberRecent(const EncodedMessagePtr &message)
{
    m_recent.pushBack(message);
    m_recentBytes += message->memoryBytes();
    while (m_recent.size() > recentMessages || (m_recentBytes > recentBytes && m_recent.size() > 1)) {
        m_recentFloor = m_recent.front()->id();
        m_recentBytes -= m_recent.front()->memoryBytes();
        m_recent.popFront();
    }
}

void MessageLog::noteEmptied(UserQueues::iterator user)
{
    m_emptied.emplace(user->second.floor, user->first);
}

void MessageLog::forgetOldestFloor()
{
    if (m_emptied.empty())
        return;
    const auto oldest = m_emptied.begin();
    m_forgottenFloor = std::max(m_forgottenFloor, oldest->first);
    if (m_recordsChanges) {
        m_changes.forgottenFloor = m_forgottenFloor;
        m_changes.forgottenUsers.push_back(oldest->second);
        m_changes.userFloors.erase(oldest->second);
    }
    m_users.erase(oldest->second);
    m_emptied.erase(oldest);
}

const MessageLog::UserQueue *MessageLog::queueOf(const std::optional<UserId> &user) const
{
    if (!user)
        return nullptr;
    const auto found = m_users.find(*user);
    return found == m_users.end() ? nullptr : &found->second;
}

} // namespace relais::server
