// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <QTemporaryDir>

#include "server/journal/journalopening.h"
#include "tests/support/fakejournal.h"

namespace relais::test {

/// One implementation of Journal, with a disk of its own that outlives each of them.
class JournalKind {
public:
    virtual ~JournalKind() = default;
    /// The one before must be gone.
    virtual server::OpenedJournal open(const Clock &clock) = 0;
};

class FakeJournalKind final : public JournalKind {
public:
    server::OpenedJournal open(const Clock &clock) override
    {
        if (m_disk->isNew())
            m_disk->begin(server::LogHistory::beginningAt(clock.now()));
        return {.journal = std::make_unique<FakeJournal>(m_disk),
                .history = m_disk->history(),
                .idempotency = m_disk->records()};
    }

private:
    std::shared_ptr<FakeDisk> m_disk = std::make_shared<FakeDisk>();
};

class SqliteJournalKind final : public JournalKind {
public:
    explicit SqliteJournalKind(server::JournalDurability durability)
        : m_durability(durability)
    {
    }

    server::OpenedJournal open(const Clock &clock) override
    {
        auto opened = server::openJournal({.directory = directory(), .durability = m_durability}, clock);
        if (const auto *const problem = std::get_if<server::Problem>(&opened))
            throw std::runtime_error(problem->english());
        return std::move(std::get<server::OpenedJournal>(opened));
    }
    std::string directory() const { return m_directory.path().toStdString(); }

private:
    const server::JournalDurability m_durability;
    QTemporaryDir m_directory;
};

} // namespace relais::test
