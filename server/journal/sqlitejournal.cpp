// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/journal/sqlitejournal.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include <pthread.h>

#include "server/journal/journalschema.h"
#include "server/log/log.h"

namespace relais::server {

using namespace std::chrono_literals;

namespace {

// A transaction is all in memory until it is committed, and what comes after it waits.
constexpr std::size_t batchesPerGroup = 4096;
constexpr std::size_t erasedPerGroup = 4096;
constexpr auto probeInterval = 1s;
constexpr auto idempotencyInterval = 1min;

/// `later` happened after `changes`.
void merge(LogChanges &changes, LogChanges later)
{
    changes.discarded.insert(changes.discarded.end(), later.discarded.begin(), later.discarded.end());
    for (UserId &user : later.forgottenUsers) {
        changes.userFloors.erase(user);
        changes.forgottenUsers.push_back(std::move(user));
    }
    for (auto &[user, floor] : later.userFloors)
        changes.userFloors.insert_or_assign(user, floor);
    if (later.broadcastFloor)
        changes.broadcastFloor = later.broadcastFloor;
    if (later.forgottenFloor)
        changes.forgottenFloor = later.forgottenFloor;
    changes.toldTime = std::max(changes.toldTime, later.toldTime);
}

} // namespace

SqliteJournal::SqliteJournal(Parts parts, const Clock &clock)
    : m_clock(clock)
    , m_path(std::move(parts.path))
    , m_durability(parts.durability)
    , m_file(std::move(parts.file))
    , m_mark(std::move(parts.mark))
    , m_last(parts.last)
    , m_thread([this] { run(); })
{
}

SqliteJournal::~SqliteJournal()
{
    {
        const std::lock_guard locked(m_lock);
        m_isEnding = true;
    }
    m_changed.notify_one();
    m_thread.join();
}

void SqliteJournal::store(Batch batch, Committed committed)
{
    bool wasIdle = false;
    {
        const std::lock_guard locked(m_lock);
        wasIdle = !hasWork();
        m_waiting.push_back({std::move(batch), std::move(committed)});
    }
    if (wasIdle)
        m_changed.notify_one();
}

void SqliteJournal::note(LogChanges changes)
{
    bool wasIdle = false;
    {
        const std::lock_guard locked(m_lock);
        wasIdle = !hasWork();
        merge(m_notes, std::move(changes));
        m_hasNotes = true;
    }
    if (wasIdle)
        m_changed.notify_one();
}

void SqliteJournal::run()
{
    ::pthread_setname_np(::pthread_self(), "journal");
    for (;;) {
        const bool mustProbe = m_state == State::Failing;
        // While failing these wait for the probe: nobody waits for them.
        const bool hasErasures = m_erased < m_changes.discarded.size() && !mustProbe;
        std::unique_lock locked(m_lock);
        const auto isDue = [this] {
            return m_isEnding || hasWork();
        };
        if (mustProbe)
            m_changed.wait_for(locked, probeInterval, isDue);
        else if (!hasErasures && !isDue()) {
            m_changed.wait(locked, isDue);
            // Where a publishing thread shares the core, it would be interrupted for each message, and every group
            // be one: it first publishes what it has read.
            locked.unlock();
            std::this_thread::yield();
            locked.lock();
        }
        if (m_isEnding && !hasWork() && !hasErasures)
            return;
        const Group group = takeWork();
        locked.unlock();
        write(group);
    }
}

/// Precondition: m_lock is held.
SqliteJournal::Group SqliteJournal::takeWork()
{
    Group group;
    const auto end = m_waiting.begin() + static_cast<std::ptrdiff_t>(std::min(m_waiting.size(), batchesPerGroup));
    std::move(m_waiting.begin(), end, std::back_inserter(group));
    m_waiting.erase(m_waiting.begin(), end);
    if (std::exchange(m_hasNotes, false))
        merge(m_changes, std::exchange(m_notes, {}));
    return group;
}

void SqliteJournal::write(const Group &group)
{
    const std::optional<Error> failure = commit(group);
    for (const Waiting &waiting : group)
        waiting.committed(failure);
    if (!group.empty() && m_settled)
        m_settled();
}

std::optional<Error> SqliteJournal::commit(const Group &group)
{
    try {
        if (!m_file)
            reopen();
        else if (m_state == State::Failing)
            m_file->checkpoint(); // what the write-ahead log takes up may be the room that is missing
        SqliteTransaction transaction = m_file->begin();
        if (m_state == State::Failing)
            m_file->writeProbe(m_last); // a transaction without a change would succeed on any disk
        if (m_mayHaveRemnants)
            m_file->eraseAbove(m_last);
        m_file->write(m_changes);
        const std::size_t erased = std::min(m_erased + erasedPerGroup, m_changes.discarded.size());
        for (std::size_t i = m_erased; i < erased; ++i)
            m_file->erase(m_changes.discarded[i]);
        const UnixTime now = m_clock.now();
        const bool erasesIdempotency = now < m_erasedIdempotency || now - m_erasedIdempotency >= idempotencyInterval;
        if (erasesIdempotency)
            m_file->eraseIdempotencyUntil(now);
        for (const Waiting &waiting : group) {
            for (const EncodedMessagePtr &message : waiting.batch.messages)
                m_file->insert(*message);
            if (waiting.batch.idempotency)
                m_file->insert(*waiting.batch.idempotency);
        }
        transaction.commit();
        if (erasesIdempotency)
            m_erasedIdempotency = now;
        m_erased = erased;
        noteSuccess(group);
        return std::nullopt;
    } catch (const SqliteFailure &failure) {
        return noteFailure(failure.what(), failure.isDiskFull());
    } catch (const ForeignJournal &foreign) {
        return noteFailure(foreign.what(), false);
    }
}

void SqliteJournal::noteSuccess(const Group &group)
{
    m_mayHaveRemnants = false;
    std::vector<MessageId> discarded = std::move(m_changes.discarded);
    if (m_erased == discarded.size()) {
        discarded.clear();
        m_erased = 0;
    }
    m_changes = {};
    m_changes.discarded = std::move(discarded);
    if (!group.empty()) {
        m_last = group.back().batch.messages.back()->id();
        m_mark.write(m_last); // when that fails, less will be noticed after a power cut; there is nothing else to do
    }
    if (m_state.exchange(State::Writing) == State::Failing)
        logInfo(lcQueue, "the journal is written again");
}

Error SqliteJournal::noteFailure(const std::string &problem, bool isDiskFull)
{
    m_mayHaveRemnants = true;
    if (!isDiskFull)
        m_file.reset();
    if (m_state.exchange(State::Failing) == State::Writing)
        logError(lcQueue, "the journal cannot be written; nothing is published until it can",
                 {{"file", m_path}, {"problem", problem}});
    return {.code = ErrorCode::JournalUnavailable, .detail = "the message could not be written: " + problem};
}

void SqliteJournal::reopen()
{
    JournalFile file(m_path, m_durability);
    file.checkpoint();
    if (file.isNew()) { // somebody has removed it: what was in it ends with this process
        SqliteTransaction transaction = file.begin();
        file.writeOrigin(m_last);
        transaction.commit();
    }
    m_file.emplace(std::move(file));
}

} // namespace relais::server
