// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <QObject>

#include "common/core/clock.h"
#include "server/queue/journal.h"
#include "server/queue/messagelog.h"

namespace relais::server {

/// A message that has no id yet.
struct MessageDraft {
    std::string type;
    std::string payload; ///< raw JSON, valid
    std::optional<UserId> userId;
};

/// The log for many threads: every function may be called from any of them, but for attach(). A published message
/// becomes visible when the journal has committed it.
///
///   Open, in memory -- attach() --> Open, with a journal -- close() --> Closed: publishes nothing more, still reads
///
/// advanced() is a wake-up, not a carrier: it says that there may be something after the positions that readers hold,
/// and each reader then reads from its own. It follows every outcome of a publish, good or bad, once for a group of
/// them. It is emitted in the thread that committed, outside the locks, so a receiver in another thread connects
/// directly to something that is thread-safe, or queued.
class MessageQueueService : public QObject {
    Q_OBJECT

public:
    /// What a publisher gets: the id of its (last) message once that is visible, or why it was not taken
    /// (LogFull, JournalUnavailable, Draining).
    using Published = std::function<void(Result<MessageId>)>;

    MessageQueueService(const LogLimits &limits, const Clock &clock, QObject *parent = nullptr);
    ~MessageQueueService() override;

    /// From here on what is published goes to the journal, and the log is what that kept. Before the first reader and
    /// the first publisher.
    void attach(std::unique_ptr<Journal> journal, LogHistory history);
    /// Returns when everything that was published has its outcome; what comes later is refused (Draining).
    void close();

    /// Appends the drafts, all or none, with ids in their order. Precondition: `drafts` is not empty. A journal keeps
    /// `idempotency` with them, under the id of the last. `published` is called once, outside the locks: from the
    /// journal's thread, or before publish() returns.
    void publish(std::vector<MessageDraft> drafts, std::optional<IdempotencyRecord> idempotency, Published published);

    /// Discards what is kept for a user, who is told by `reset`; how many messages that were.
    std::size_t purge(const UserId &user);

    ReadResult read(const Since &since, const std::optional<UserId> &user, std::size_t limit,
                    std::optional<MessageId> upTo = {}) const;
    ReadResult resume(MessageId position, const std::optional<UserId> &user, std::size_t limit, MessageId upTo) const;
    bool tail(MessageId after, std::vector<EncodedMessagePtr> &out) const;
    QueueContent queueOf(const UserId &user, std::size_t offset, std::size_t limit) const;
    LogDistance distance(MessageId position) const;
    std::uint64_t readLatest(MessageId after, std::vector<EncodedMessagePtr> &out) const;
    std::uint64_t inserted() const;
    MessageId end() const;
    LogFigures figures() const;
    enum class JournalState : std::uint8_t { None, Available, Unavailable };
    JournalState journalState() const;
    const LogLimits &limits() const { return m_log.limits(); }

public Q_SLOTS:
    /// Frees what has expired; to be called each minute or so.
    void sweep();

Q_SIGNALS:
    void advanced();

private:
    /// Messages with ids, and the room in the log that is set aside for them until they are inserted.
    struct Batch {
        std::vector<EncodedMessagePtr> messages;
        LogRoom room;
    };

    /// Gives ids to the drafts, or says why there is no room. Precondition: m_publishLock is held.
    Result<Batch> prepare(std::vector<MessageDraft> drafts);
    void noteChanges();
    LogRoom roomFor(const std::vector<MessageDraft> &drafts) const;
    void commit(const Batch &batch);
    void drop(const Batch &batch);

    const Clock &m_clock;
    mutable std::mutex m_publishLock; ///< ids are given out and handed to the journal in one order
    std::unique_ptr<Journal> m_journal; ///< none: a message is visible at once
    bool m_isClosed = false;
    mutable std::mutex m_logLock; ///< taken after m_publishLock, never before
    MessageLog m_log;
    std::size_t m_peakBytes = 0; ///< of m_log at a sweep, since memory was last given back
    LogRoom m_reserved; ///< by batches that the journal has not committed yet
};

} // namespace relais::server
