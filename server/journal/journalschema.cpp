// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/journal/journalschema.h"

#include <array>

namespace relais::server {

namespace {

// "Rlai", by which file(1) and others can tell the file; https://www.sqlite.org/fileformat.html#application_id.
constexpr std::uint64_t applicationId = 0x526c6169;

// Each takes a file from its index in this list to the next version. One that was released never changes.
//
// A message has the id as its key, since it is read in that order and discarded by it; a row number would save a
// quarter of the cost of inserting, and then want an index. `user` of a broadcast is NULL. `checksum` finds what
// SQLite does not look for: altered bytes in an intact tree.
constexpr std::array<const char *, 1> migrations{R"(
    CREATE TABLE messages (
        ms INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        user BLOB,
        json BLOB NOT NULL,
        checksum INTEGER NOT NULL,
        PRIMARY KEY (ms, seq)
    ) WITHOUT ROWID;
    CREATE TABLE positions (
        name TEXT PRIMARY KEY NOT NULL,
        ms INTEGER NOT NULL,
        seq INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE floors (
        user BLOB PRIMARY KEY NOT NULL,
        ms INTEGER NOT NULL,
        seq INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE idempotency (
        key BLOB PRIMARY KEY NOT NULL,
        fingerprint BLOB NOT NULL,
        ms INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        expires INTEGER NOT NULL
    ) WITHOUT ROWID;
)"};

} // namespace

int migrateJournal(SqliteDatabase &database)
{
    const std::uint64_t version = database.number("PRAGMA user_version");
    const std::uint64_t application = database.number("PRAGMA application_id");
    const bool isNew = database.number("SELECT count(*) FROM sqlite_master") == 0 && version == 0;
    if (!isNew && application != applicationId)
        throw ForeignJournal(ForeignJournal::Kind::OtherProgram);
    if (version > migrations.size())
        throw ForeignJournal(ForeignJournal::Kind::LaterVersion);
    if (version == migrations.size())
        return static_cast<int>(version);
    SqliteTransaction transaction(database);
    for (std::size_t i = version; i < migrations.size(); ++i)
        database.execute(migrations[i]);
    database.execute(("PRAGMA application_id = " + std::to_string(applicationId)).c_str());
    database.execute(("PRAGMA user_version = " + std::to_string(migrations.size())).c_str());
    transaction.commit();
    return static_cast<int>(version);
}

} // namespace relais::server
