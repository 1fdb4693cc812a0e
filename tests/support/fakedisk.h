// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <vector>

#include "server/queue/journal.h"

namespace relais::test {

/// What FakeJournals leave to each other, applied as plainly as possible: what a Journal has to keep, in 60 lines.
/// Thread-safe.
class FakeDisk {
public:
    void commit(const server::Journal::Batch &batch)
    {
        const std::lock_guard locked(m_lock);
        for (const server::EncodedMessagePtr &message : batch.messages)
            m_messages.emplace(message->id(), message);
        if (batch.idempotency)
            m_records.insert_or_assign(batch.idempotency->key, *batch.idempotency);
    }

    void apply(const server::LogChanges &changes)
    {
        const std::lock_guard locked(m_lock);
        for (const MessageId id : changes.discarded)
            m_messages.erase(id);
        for (const UserId &user : changes.forgottenUsers)
            m_history.userFloors.erase(user);
        for (const auto &[user, floor] : changes.userFloors)
            m_history.userFloors.insert_or_assign(user, floor);
        if (changes.broadcastFloor)
            m_history.broadcastFloor = *changes.broadcastFloor;
        if (changes.forgottenFloor)
            m_history.forgottenFloor = *changes.forgottenFloor;
        m_history.toldTime = std::max(m_history.toldTime, changes.toldTime);
    }

    void begin(const server::LogHistory &history) { m_history = history; }
    bool isNew() const { return m_history.origin == MessageId{}; }

    server::LogHistory history() const
    {
        const std::lock_guard locked(m_lock);
        server::LogHistory history = m_history;
        for (const auto &[id, message] : m_messages)
            history.messages.push_back(message);
        return history;
    }

    std::vector<server::IdempotencyRecord> records() const
    {
        const std::lock_guard locked(m_lock);
        std::vector<server::IdempotencyRecord> records;
        for (const auto &[key, record] : m_records)
            records.push_back(record);
        return records;
    }

private:
    mutable std::mutex m_lock;
    server::LogHistory m_history; ///< without its messages
    std::map<MessageId, server::EncodedMessagePtr> m_messages;
    std::map<std::string, server::IdempotencyRecord> m_records;
};

} // namespace relais::test
