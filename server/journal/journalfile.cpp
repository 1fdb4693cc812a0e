// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/journal/journalfile.h"

#include <algorithm>

#include <fcntl.h>
#include <sqlite3.h>

#include "common/core/filedescriptor.h"
#include "server/journal/journalschema.h"

namespace relais::server {

namespace {

/// FNV-1a, 64 bits: against bytes that changed by accident, not by intent.
class Checksum {
public:
    Checksum &add(std::string_view bytes)
    {
        add(bytes.size()); // so that two parts cannot run into each other
        for (const char byte : bytes)
            m_value = (m_value ^ static_cast<unsigned char>(byte)) * prime;
        return *this;
    }
    Checksum &add(std::uint64_t number)
    {
        for (int shift = 0; shift < 64; shift += 8)
            m_value = (m_value ^ ((number >> shift) & 0xff)) * prime;
        return *this;
    }
    std::uint64_t value() const { return m_value; }

private:
    static constexpr std::uint64_t prime = 0x100000001b3;
    std::uint64_t m_value = 0xcbf29ce484222325;
};

std::uint64_t checksumOf(MessageId id, std::string_view user, std::string_view json)
{
    return Checksum().add(id.ms).add(id.seq).add(user).add(json).value();
}

[[noreturn]] void reportDamage(const std::string &what)
{
    throw SqliteFailure(SQLITE_CORRUPT, what);
}

/// A position from two columns.
MessageId idAt(const SqliteStatement &row, int column)
{
    return {row.number(column), row.number(column + 1)};
}

UserId userAt(const SqliteStatement &row, int column)
{
    Result<UserId> user = UserId::parse(row.bytes(column));
    if (!user)
        reportDamage("a user id is not one");
    return std::move(*user);
}

} // namespace

JournalFile::Statements::Statements(SqliteDatabase &database)
    : insertMessage(database, "INSERT INTO messages (ms, seq, user, json, checksum) VALUES (?, ?, ?, ?, ?)")
    , insertIdempotency(database,
                        "INSERT OR REPLACE INTO idempotency (key, fingerprint, ms, seq, expires) "
                        "VALUES (?, ?, ?, ?, ?)")
    , eraseMessage(database, "DELETE FROM messages WHERE ms = ? AND seq = ?")
    , writePosition(database, "INSERT OR REPLACE INTO positions (name, ms, seq) VALUES (?, ?, ?)")
    , writeFloor(database, "INSERT OR REPLACE INTO floors (user, ms, seq) VALUES (?, ?, ?)")
    , eraseFloor(database, "DELETE FROM floors WHERE user = ?")
{
}

JournalFile::JournalFile(const std::string &path, JournalDurability durability)
    : m_database(openPrivately(path))
{
    prepare(durability);
    m_isNew = migrateJournal(m_database) == 0;
    m_statements = std::make_unique<Statements>(m_database);
}

SqliteDatabase JournalFile::openPrivately(const std::string &path)
{
    // SQLite gives its other files the mode of this one.
    FileDescriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    return SqliteDatabase(path);
}

void JournalFile::prepare(JournalDurability durability)
{
    // A server that is about to stop may still have it.
    sqlite3_busy_timeout(m_database.handle(), 5000);
    // Exclusive before WAL: then the index of the write-ahead log is on the heap, not in a third, shared file.
    m_database.execute("PRAGMA locking_mode = EXCLUSIVE");
    m_database.execute("PRAGMA journal_mode = WAL");
    m_database.execute(durability == JournalDurability::SurvivesPowerCut ? "PRAGMA synchronous = FULL"
                                                                         : "PRAGMA synchronous = NORMAL");
    // At a thousand pages, the default, a busy log would be brought over, and synced for that, several times a
    // second.
    m_database.execute("PRAGMA wal_autocheckpoint = 4000");
    m_database.execute("PRAGMA journal_size_limit = 67108864");
    m_database.execute("PRAGMA trusted_schema = OFF");
    m_database.execute("PRAGMA cell_size_check = ON");
    m_database.execute("PRAGMA mmap_size = 0"); // a read error would be a SIGBUS
    m_database.execute("BEGIN IMMEDIATE; COMMIT"); // takes the lock, which is held from then on
}

JournalContent JournalFile::read(MonotonicTime arrival)
{
    verify();
    JournalContent content;
    readPositions(content.history);
    readFloors(content.history);
    readMessages(content, arrival);
    readIdempotency(content);
    content.last = std::max({content.history.origin, content.history.broadcastFloor, content.history.forgottenFloor});
    for (const auto &[user, floor] : content.history.userFloors)
        content.last = std::max(content.last, floor);
    if (!content.history.messages.empty())
        content.last = std::max(content.last, content.history.messages.back()->id());
    return content;
}

void JournalFile::verify()
{
    const std::string verdict = m_database.text("PRAGMA quick_check(1)");
    if (verdict != "ok")
        reportDamage(verdict);
}

void JournalFile::readPositions(LogHistory &history)
{
    SqliteStatement rows(m_database, "SELECT name, ms, seq FROM positions");
    while (rows.next()) {
        const std::string_view name = rows.bytes(0);
        if (name == "origin")
            history.origin = idAt(rows, 1);
        else if (name == "broadcast_floor")
            history.broadcastFloor = idAt(rows, 1);
        else if (name == "forgotten_floor")
            history.forgottenFloor = idAt(rows, 1);
        else if (name == "told_time")
            history.toldTime = rows.number(1);
    }
}

void JournalFile::readFloors(LogHistory &history)
{
    SqliteStatement rows(m_database, "SELECT user, ms, seq FROM floors");
    while (rows.next())
        history.userFloors.emplace(userAt(rows, 0), idAt(rows, 1));
}

void JournalFile::readMessages(JournalContent &content, MonotonicTime arrival)
{
    LogHistory &history = content.history;
    std::vector<MessageId> belowFloor;
    SqliteStatement rows(m_database, "SELECT ms, seq, user, json, checksum FROM messages ORDER BY ms, seq");
    while (rows.next()) {
        const MessageId id = idAt(rows, 0);
        if (rows.number(4) != checksumOf(id, rows.bytes(2), rows.bytes(3)))
            reportDamage("the checksum of message " + id.toString() + " is wrong");
        std::optional<UserId> user;
        if (!rows.isNull(2))
            user = userAt(rows, 2);
        const auto own = user ? history.userFloors.find(*user) : history.userFloors.end();
        const MessageId floor = !user         ? history.broadcastFloor
            : own != history.userFloors.end() ? own->second
                                              : MessageId{};
        if (id <= floor)
            belowFloor.push_back(id);
        else
            history.messages.push_back(std::make_shared<EncodedMessage>(id, std::move(user), rows.bytes(3), arrival));
    }
    if (belowFloor.empty())
        return;
    SqliteTransaction transaction = begin();
    for (const MessageId id : belowFloor)
        erase(id);
    transaction.commit();
}

void JournalFile::readIdempotency(JournalContent &content)
{
    SqliteStatement rows(m_database, "SELECT key, fingerprint, ms, seq, expires FROM idempotency");
    while (rows.next()) {
        content.idempotency.push_back(
            {.key = std::string(rows.bytes(0)),
             .fingerprint = std::string(rows.bytes(1)),
             .id = idAt(rows, 2),
             .expires = UnixTime(std::chrono::milliseconds(static_cast<std::int64_t>(rows.number(4))))});
    }
}

void JournalFile::insert(const EncodedMessage &message)
{
    const std::string_view user
        = message.userId() ? std::string_view(message.userId()->toString()) : std::string_view();
    SqliteStatement &statement = m_statements->insertMessage;
    statement.bind(1, message.id().ms).bind(2, message.id().seq).bindBytes(4, message.json());
    statement.bind(5, checksumOf(message.id(), user, message.json()));
    if (message.isBroadcast())
        statement.bindNull(3);
    else
        statement.bindBytes(3, user);
    statement.run();
}

void JournalFile::insert(const IdempotencyRecord &record)
{
    m_statements->insertIdempotency.bindBytes(1, record.key)
        .bindBytes(2, record.fingerprint)
        .bind(3, record.id.ms)
        .bind(4, record.id.seq)
        .bind(5, static_cast<std::uint64_t>(record.expires.time_since_epoch().count()))
        .run();
}

void JournalFile::erase(MessageId message)
{
    m_statements->eraseMessage.bind(1, message.ms).bind(2, message.seq).run();
}

void JournalFile::eraseAbove(MessageId position)
{
    for (const char *const sql :
         {"DELETE FROM messages WHERE (ms, seq) > (?, ?)", "DELETE FROM idempotency WHERE (ms, seq) > (?, ?)"})
        SqliteStatement(m_database, sql).bind(1, position.ms).bind(2, position.seq).run();
}

void JournalFile::eraseIdempotencyUntil(UnixTime expiry)
{
    SqliteStatement(m_database, "DELETE FROM idempotency WHERE expires <= ?")
        .bind(1, static_cast<std::uint64_t>(expiry.time_since_epoch().count()))
        .run();
}

void JournalFile::writePosition(const char *name, MessageId position)
{
    m_statements->writePosition.bindText(1, name).bind(2, position.ms).bind(3, position.seq).run();
}

void JournalFile::write(const LogChanges &changes)
{
    for (const UserId &user : changes.forgottenUsers)
        m_statements->eraseFloor.bindBytes(1, user.toString()).run();
    for (const auto &[user, floor] : changes.userFloors)
        m_statements->writeFloor.bindBytes(1, user.toString()).bind(2, floor.ms).bind(3, floor.seq).run();
    if (changes.forgottenFloor)
        writePosition("forgotten_floor", *changes.forgottenFloor);
    if (changes.broadcastFloor)
        writePosition("broadcast_floor", *changes.broadcastFloor);
    if (changes.toldTime > 0)
        writePosition("told_time", {changes.toldTime, 0});
}

void JournalFile::checkpoint()
{
    m_database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

} // namespace relais::server
