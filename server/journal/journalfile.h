// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "common/core/clock.h"
#include "server/journal/sqlite.h"
#include "server/queue/journal.h"

namespace relais::server {

/// When a commit counts as written.
enum class JournalDurability : std::uint8_t {
    SurvivesPowerCut, ///< when the disk says so: a sync for each commit
    SurvivesProcess, ///< when the system has it: synced now and then
};

/// What a journal file held.
struct JournalContent {
    LogHistory history;
    MessageId last; ///< the highest id that it knows of
    std::vector<IdempotencyRecord> idempotency;
};

/// The log in an SQLite file: its rows, read and written. Nobody else can have the file open. For one thread at a
/// time. Every function throws SqliteFailure; damage that only a checksum shows is one too.
class JournalFile {
public:
    /// Opens or makes the file, and waits for a while for another process to let go of it. Throws ForeignJournal too.
    JournalFile(const std::string &path, JournalDurability durability);

    bool isNew() const { return m_isNew; }
    /// All of it, checked; messages arrive `arrival`. What lies below its floor is erased.
    JournalContent read(MonotonicTime arrival);

    SqliteTransaction begin() { return SqliteTransaction(m_database); }
    void insert(const EncodedMessage &message);
    void insert(const IdempotencyRecord &record);
    void erase(MessageId message);
    /// What a commit with an unknown outcome may have left: it is above everything that was committed.
    void eraseAbove(MessageId position);
    void eraseIdempotencyUntil(UnixTime expiry);
    void writeOrigin(MessageId origin) { writePosition("origin", origin); }
    /// Something that the disk has to take.
    void writeProbe(MessageId position) { writePosition("probe", position); }
    /// All but `discarded`.
    void write(const LogChanges &changes);

    /// Brings everything from the write-ahead log into the file itself, and syncs that.
    void checkpoint();

private:
    static SqliteDatabase openPrivately(const std::string &path);
    void prepare(JournalDurability durability);
    void verify();
    void writePosition(const char *name, MessageId position);
    void readPositions(LogHistory &history);
    void readFloors(LogHistory &history);
    void readMessages(JournalContent &content, MonotonicTime arrival);
    void readIdempotency(JournalContent &content);

    struct Statements {
        explicit Statements(SqliteDatabase &database);
        SqliteStatement insertMessage;
        SqliteStatement insertIdempotency;
        SqliteStatement eraseMessage;
        SqliteStatement writePosition;
        SqliteStatement writeFloor;
        SqliteStatement eraseFloor;
    };

    SqliteDatabase m_database;
    bool m_isNew = false;
    std::unique_ptr<Statements> m_statements; ///< once there are tables
};

} // namespace relais::server
