// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/queue/messagequeueservice.h"

#include <algorithm>

#include <malloc.h>

namespace relais::server {

namespace {

constexpr std::size_t worthTrimming = 4 * 1024 * 1024;
// What a message takes up beside its payload and type, at most: the object, both forms of a user id, and the members
// around them.
constexpr std::size_t envelopeBytes = sizeof(EncodedMessage) + 3 * UserId::maximumBytes + 128;

} // namespace

MessageQueueService::MessageQueueService(const LogLimits &limits, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_log(limits, LogHistory::beginningAt(clock.now()))
{
}

MessageQueueService::~MessageQueueService()
{
    close();
}

void MessageQueueService::attach(std::unique_ptr<Journal> journal, LogHistory history)
{
    m_journal = std::move(journal);
    m_journal->setSettled([this] { Q_EMIT advanced(); });
    m_log = MessageLog(m_log.limits(), std::move(history), MessageLog::Changes::Recorded);
    sweep();
}

void MessageQueueService::close()
{
    std::unique_ptr<Journal> journal;
    {
        const std::lock_guard publishing(m_publishLock);
        m_isClosed = true;
        noteChanges();
        journal = std::move(m_journal);
    }
    journal.reset(); // settles what is under way, with the log
}

/// Precondition: m_publishLock is held.
void MessageQueueService::noteChanges()
{
    if (!m_journal)
        return;
    std::unique_lock locked(m_logLock);
    LogChanges changes = m_log.takeChanges();
    locked.unlock();
    if (!changes.isEmpty())
        m_journal->note(std::move(changes));
}

void MessageQueueService::publish(std::vector<MessageDraft> drafts, std::optional<IdempotencyRecord> idempotency,
                                  Published published)
{
    std::unique_lock publishing(m_publishLock);
    if (m_isClosed) {
        publishing.unlock();
        published(Error{.code = ErrorCode::Draining, .detail = "the server is about to stop"});
        Q_EMIT advanced();
        return;
    }
    auto prepared = prepare(std::move(drafts));
    if (!prepared) {
        publishing.unlock();
        published(prepared.error());
        Q_EMIT advanced();
        return;
    }
    const Batch batch = std::move(*prepared);
    if (m_journal) {
        if (idempotency)
            idempotency->id = batch.messages.back()->id();
        noteChanges();
        m_journal->store({batch.messages, std::move(idempotency)},
                         [this, batch, published = std::move(published)](std::optional<Error> failure) {
                             if (failure) {
                                 drop(batch);
                                 published(std::move(*failure));
                             } else {
                                 commit(batch);
                                 published(batch.messages.back()->id());
                             }
                         });
        return;
    }
    commit(batch);
    publishing.unlock();
    published(batch.messages.back()->id());
    Q_EMIT advanced();
}

Result<MessageQueueService::Batch> MessageQueueService::prepare(std::vector<MessageDraft> drafts)
{
    const UnixTime now = m_clock.now();
    const MonotonicTime arrival = m_clock.monotonic();
    const std::lock_guard locked(m_logLock);
    Batch batch{.messages = {}, .room = roomFor(drafts)};
    if (auto full = m_log.checkRoom(batch.room, m_reserved))
        return std::move(*full);
    m_reserved += batch.room;
    batch.messages.reserve(drafts.size());
    for (MessageDraft &draft : drafts) {
        batch.messages.push_back(std::make_shared<EncodedMessage>(Message{.id = m_log.assignId(now),
                                                                          .type = std::move(draft.type),
                                                                          .payload = std::move(draft.payload),
                                                                          .userId = std::move(draft.userId)},
                                                                  arrival));
    }
    return batch;
}

/// Precondition: m_logLock is held.
LogRoom MessageQueueService::roomFor(const std::vector<MessageDraft> &drafts) const
{
    LogRoom room;
    for (const MessageDraft &draft : drafts) {
        room.bytes += draft.payload.size() + draft.type.size() + envelopeBytes;
        if (draft.userId && !m_log.hasMessages(*draft.userId))
            ++room.users;
    }
    return room;
}

void MessageQueueService::commit(const Batch &batch)
{
    const std::lock_guard locked(m_logLock);
    m_reserved -= batch.room;
    for (const EncodedMessagePtr &message : batch.messages)
        m_log.insert(message);
}

void MessageQueueService::drop(const Batch &batch)
{
    const std::lock_guard locked(m_logLock);
    m_reserved -= batch.room;
}

std::size_t MessageQueueService::purge(const UserId &user)
{
    const std::lock_guard publishing(m_publishLock);
    std::unique_lock locked(m_logLock);
    const std::size_t count = m_log.purge(user);
    locked.unlock();
    noteChanges();
    return count;
}

ReadResult MessageQueueService::read(const Since &since, const std::optional<UserId> &user, std::size_t limit,
                                     std::optional<MessageId> upTo) const
{
    const UnixTime now = m_clock.now();
    const std::lock_guard locked(m_logLock);
    return m_log.read(since, user, limit, now, upTo);
}

ReadResult MessageQueueService::resume(MessageId position, const std::optional<UserId> &user, std::size_t limit,
                                       MessageId upTo) const
{
    const UnixTime now = m_clock.now();
    const std::lock_guard locked(m_logLock);
    return m_log.resume(position, user, limit, now, upTo);
}

bool MessageQueueService::tail(MessageId after, std::vector<EncodedMessagePtr> &out) const
{
    const std::lock_guard locked(m_logLock);
    return m_log.tail(after, out);
}

QueueContent MessageQueueService::queueOf(const UserId &user, std::size_t offset, std::size_t limit) const
{
    const UnixTime now = m_clock.now();
    const std::lock_guard locked(m_logLock);
    return m_log.queue(user, offset, limit, now);
}

LogDistance MessageQueueService::distance(MessageId position) const
{
    const std::lock_guard locked(m_logLock);
    return m_log.distance(position);
}

std::uint64_t MessageQueueService::readLatest(MessageId after, std::vector<EncodedMessagePtr> &out) const
{
    const std::lock_guard locked(m_logLock);
    return m_log.readLatest(after, out);
}

std::uint64_t MessageQueueService::inserted() const
{
    const std::lock_guard locked(m_logLock);
    return m_log.inserted();
}

MessageId MessageQueueService::end() const
{
    const std::lock_guard locked(m_logLock);
    return m_log.end();
}

LogFigures MessageQueueService::figures() const
{
    const std::lock_guard locked(m_logLock);
    return m_log.figures();
}

MessageQueueService::JournalState MessageQueueService::journalState() const
{
    const std::lock_guard publishing(m_publishLock);
    if (!m_journal)
        return JournalState::None;
    return m_journal->isAvailable() ? JournalState::Available : JournalState::Unavailable;
}

void MessageQueueService::sweep()
{
    const UnixTime now = m_clock.now();
    bool isWorthTrimming = false;
    {
        const std::lock_guard publishing(m_publishLock);
        std::unique_lock locked(m_logLock);
        m_peakBytes = std::max(m_peakBytes, m_log.bytes());
        m_log.sweep(now);
        if (m_peakBytes - m_log.bytes() >= worthTrimming) {
            m_peakBytes = m_log.bytes();
            isWorthTrimming = true;
        }
        locked.unlock();
        noteChanges();
    }
    // Otherwise the C library keeps the memory of a burst for good: it was allocated by one thread and freed by
    // another. Against the peak, since a burst that was long ends over many sweeps, each of which frees little.
    if (isWorthTrimming)
        malloc_trim(0);
}

} // namespace relais::server
