// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "server/journal/sqlite.h"

namespace relais::server {

/// A file that must be left alone: somebody else's, or of a later version of this program.
class ForeignJournal : public std::runtime_error {
public:
    enum class Kind : std::uint8_t { OtherProgram, LaterVersion };
    explicit ForeignJournal(Kind kind)
        : std::runtime_error(kind == Kind::OtherProgram ? "a database of another program"
                                                        : "a journal of a later version")
        , m_kind(kind)
    {
    }
    Kind kind() const { return m_kind; }

private:
    Kind m_kind;
};

/// Brings a new file, or one of an earlier version, to the present tables; all or nothing. Returns the version that
/// it had; 0: it is new. Throws ForeignJournal, SqliteFailure.
int migrateJournal(SqliteDatabase &database);

} // namespace relais::server
