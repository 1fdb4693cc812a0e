// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace relais::server {

/// What SQLite could not do. Thrown within server/journal, never out of it.
class SqliteFailure : public std::runtime_error {
public:
    SqliteFailure(int extendedCode, const std::string &text)
        : std::runtime_error(text)
        , m_code(extendedCode)
    {
    }

    /// The file is no database, or a torn or altered one.
    bool isDamage() const;
    /// Another process has it.
    bool isBusy() const;
    /// There is no room on the disk; what was there before is as it was.
    bool isDiskFull() const;

private:
    int m_code; ///< https://www.sqlite.org/rescode.html
};

class SqliteDatabase;

/// A prepared statement, used again and again. Parameters count from 1, columns from 0. Bound bytes must live until
/// run(), or until next() has given all rows.
class SqliteStatement {
public:
    SqliteStatement(SqliteDatabase &database, const char *sql);

    SqliteStatement &bind(int parameter, std::uint64_t value);
    SqliteStatement &bindBytes(int parameter, std::string_view bytes);
    SqliteStatement &bindText(int parameter, std::string_view text);
    SqliteStatement &bindNull(int parameter);

    /// Steps to the next row; false behind the last one, and then it may be bound anew.
    bool next();
    /// Of a statement without rows.
    void run();

    std::uint64_t number(int column) const;
    std::string_view bytes(int column) const; ///< valid until the next step
    bool isNull(int column) const;

private:
    void check(int code) const;

    struct Finalizer {
        void operator()(sqlite3_stmt *statement) const;
    };
    sqlite3 *m_database;
    std::unique_ptr<sqlite3_stmt, Finalizer> m_statement;
};

/// A connection, for one thread at a time.
class SqliteDatabase {
public:
    /// Opens the file, which is made when there is none.
    explicit SqliteDatabase(const std::string &path);

    void execute(const char *sql);
    /// The first column of the first row.
    std::uint64_t number(const char *sql);
    std::string text(const char *sql);
    sqlite3 *handle() const { return m_database.get(); }

private:
    struct Closer {
        void operator()(sqlite3 *database) const;
    };
    std::unique_ptr<sqlite3, Closer> m_database;
};

/// Rolled back unless committed.
class SqliteTransaction {
public:
    explicit SqliteTransaction(SqliteDatabase &database);
    ~SqliteTransaction();
    SqliteTransaction(const SqliteTransaction &) = delete;
    SqliteTransaction &operator=(const SqliteTransaction &) = delete;

    void commit();

private:
    SqliteDatabase &m_database;
    bool m_isOpen = true;
};

} // namespace relais::server
