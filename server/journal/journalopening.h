// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "server/files/problem.h"
#include "server/journal/journalfile.h"
#include "server/queue/journal.h"

namespace relais::server {

struct JournalSettings {
    std::string directory; ///< which is there
    JournalDurability durability = JournalDurability::SurvivesPowerCut;
};

struct OpenedJournal {
    std::unique_ptr<Journal> journal;
    LogHistory history;
    std::vector<IdempotencyRecord> idempotency;
};

/// Opens the journal of a directory and reads back what it kept, or makes one. A file that is torn or corrupt is set
/// aside under another name, and the log begins anew; one that has lost its end is kept, and nobody's position in it
/// is taken for whole. Both are logged, and clients that were there before are told by `reset`. A Problem when there
/// is nothing that could be written, when another server has it, or when it is of another program or a later version.
std::variant<OpenedJournal, Problem> openJournal(const JournalSettings &settings, const Clock &clock);

} // namespace relais::server
