// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "server/journal/commitmark.h"
#include "server/journal/journalfile.h"
#include "server/queue/journal.h"

namespace relais::server {

/// The embedded journal: an SQLite file with a write-ahead log, and one thread that writes it. What has piled up
/// while it was busy goes into one transaction (group commit), so that many publishers share the price of a sync.
///
///   Writing -- a commit fails --> Failing -- a commit succeeds --> Writing
///
/// While failing, each batch is still tried, and once a second an empty one, so that it notices by itself when the
/// disk has room again. After any other failure than a full disk the file is opened anew first: what the system holds
/// of it in memory may not be what is on the disk, so the write-ahead log is copied over and synced before it is
/// relied on.
class SqliteJournal final : public Journal {
public:
    struct Parts {
        std::string path;
        JournalDurability durability;
        JournalFile file;
        CommitMark mark;
        MessageId last; ///< that is in the file
    };

    SqliteJournal(Parts parts, const Clock &clock);
    ~SqliteJournal() override;

    void setSettled(Settled settled) override { m_settled = std::move(settled); }
    void store(Batch batch, Committed committed) override;
    void note(LogChanges changes) override;
    bool isAvailable() const override { return m_state == State::Writing; }

private:
    enum class State : std::uint8_t { Writing, Failing };
    struct Waiting {
        Batch batch;
        Committed committed;
    };
    using Group = std::vector<Waiting>;

    void run();
    bool hasWork() const { return !m_waiting.empty() || m_hasNotes; }
    Group takeWork();
    void write(const Group &group);
    std::optional<Error> commit(const Group &group);
    void reopen();
    Error noteFailure(const std::string &problem, bool isDiskFull);
    void noteSuccess(const Group &group);

    const Clock &m_clock;
    const std::string m_path;
    const JournalDurability m_durability;
    Settled m_settled;
    std::atomic<State> m_state = State::Writing;

    std::mutex m_lock; ///< of what follows, up to the next blank line
    std::condition_variable m_changed;
    std::deque<Waiting> m_waiting;
    LogChanges m_notes;
    bool m_hasNotes = false;
    bool m_isEnding = false;

    // Of the writing thread alone.
    std::optional<JournalFile> m_file; ///< none: it could not be opened anew
    CommitMark m_mark;
    MessageId m_last; ///< committed, and acknowledged
    LogChanges m_changes; ///< not durable yet
    std::size_t m_erased = 0; ///< how many of m_changes.discarded are durable
    UnixTime m_erasedIdempotency{};
    bool m_mayHaveRemnants = false; ///< of a commit whose outcome is not known

    std::thread m_thread; ///< last: it uses all the others
};

} // namespace relais::server
