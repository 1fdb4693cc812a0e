// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/journal/sqlite.h"

#include <sqlite3.h>

namespace relais::server {

namespace {

[[noreturn]] void fail(sqlite3 *database)
{
    throw SqliteFailure(sqlite3_extended_errcode(database), sqlite3_errmsg(database));
}

/// The kind of an extended result code.
constexpr int primary(int code)
{
    return code & 0xff;
}

} // namespace

bool SqliteFailure::isDamage() const
{
    return primary(m_code) == SQLITE_CORRUPT || primary(m_code) == SQLITE_NOTADB || primary(m_code) == SQLITE_FORMAT;
}

bool SqliteFailure::isBusy() const
{
    return primary(m_code) == SQLITE_BUSY || primary(m_code) == SQLITE_LOCKED;
}

bool SqliteFailure::isDiskFull() const
{
    return primary(m_code) == SQLITE_FULL;
}

void SqliteStatement::Finalizer::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

SqliteStatement::SqliteStatement(SqliteDatabase &database, const char *sql)
    : m_database(database.handle())
{
    sqlite3_stmt *statement = nullptr;
    const int code = sqlite3_prepare_v3(m_database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    m_statement.reset(statement);
    check(code);
}

void SqliteStatement::check(int code) const
{
    if (code != SQLITE_OK)
        fail(m_database);
}

SqliteStatement &SqliteStatement::bind(int parameter, std::uint64_t value)
{
    check(sqlite3_bind_int64(m_statement.get(), parameter, static_cast<sqlite3_int64>(value)));
    return *this;
}

SqliteStatement &SqliteStatement::bindBytes(int parameter, std::string_view bytes)
{
    // A null pointer would bind NULL, not an empty value.
    const char *const data = bytes.data() ? bytes.data() : "";
    check(sqlite3_bind_blob64(m_statement.get(), parameter, data, bytes.size(), SQLITE_STATIC));
    return *this;
}

SqliteStatement &SqliteStatement::bindText(int parameter, std::string_view text)
{
    check(sqlite3_bind_text64(m_statement.get(), parameter, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

SqliteStatement &SqliteStatement::bindNull(int parameter)
{
    check(sqlite3_bind_null(m_statement.get(), parameter));
    return *this;
}

bool SqliteStatement::next()
{
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE) {
        sqlite3_reset(m_statement.get());
        return false;
    }
    const SqliteFailure failure(sqlite3_extended_errcode(m_database), sqlite3_errmsg(m_database));
    sqlite3_reset(m_statement.get()); // else the transaction could not be rolled back
    throw failure;
}

void SqliteStatement::run()
{
    while (next()) { }
}

std::uint64_t SqliteStatement::number(int column) const
{
    return static_cast<std::uint64_t>(sqlite3_column_int64(m_statement.get(), column));
}

std::string_view SqliteStatement::bytes(int column) const
{
    const auto *const data = static_cast<const char *>(sqlite3_column_blob(m_statement.get(), column));
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return data ? std::string_view(data, static_cast<std::size_t>(size)) : std::string_view();
}

bool SqliteStatement::isNull(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

void SqliteDatabase::Closer::operator()(sqlite3 *database) const
{
    sqlite3_close_v2(database);
}

SqliteDatabase::SqliteDatabase(const std::string &path)
{
    sqlite3 *database = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const int code = sqlite3_open_v2(path.c_str(), &database, flags, nullptr);
    m_database.reset(database); // there is one to close even when it could not be opened
    if (code != SQLITE_OK)
        throw SqliteFailure(code, database ? sqlite3_errmsg(database) : sqlite3_errstr(code));
    sqlite3_extended_result_codes(database, 1);
}

void SqliteDatabase::execute(const char *sql)
{
    if (sqlite3_exec(m_database.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        fail(m_database.get());
}

std::uint64_t SqliteDatabase::number(const char *sql)
{
    SqliteStatement statement(*this, sql);
    return statement.next() ? statement.number(0) : 0;
}

std::string SqliteDatabase::text(const char *sql)
{
    SqliteStatement statement(*this, sql);
    return statement.next() ? std::string(statement.bytes(0)) : std::string();
}

SqliteTransaction::SqliteTransaction(SqliteDatabase &database)
    : m_database(database)
{
    m_database.execute("BEGIN IMMEDIATE");
}

SqliteTransaction::~SqliteTransaction()
{
    // Some failures have rolled back already.
    if (m_isOpen && sqlite3_get_autocommit(m_database.handle()) == 0)
        sqlite3_exec(m_database.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void SqliteTransaction::commit()
{
    m_database.execute("COMMIT");
    m_isOpen = false;
}

} // namespace relais::server
