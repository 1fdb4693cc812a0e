// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/sync/idempotencystore.h"

#include <algorithm>

namespace relais::server {

IdempotencyStore::IdempotencyStore(std::chrono::milliseconds lifetime, std::size_t capacity)
    : m_lifetime(lifetime)
    , m_capacity(capacity)
{
}

IdempotencyStore::Admission IdempotencyStore::enter(const std::string &key, const std::string &fingerprint,
                                                    MonotonicTime now, const Done &done)
{
    std::unique_lock locked(m_lock);
    forgetExpired(now);
    const auto found = m_records.find(key);
    if (found == m_records.end()) {
        if (m_records.size() >= m_capacity)
            return Admission::Full;
        const auto expiry = m_expiries.insert(m_expiries.end(), {now + m_lifetime, key});
        m_records.emplace(key, Record{.fingerprint = fingerprint, .id = {}, .waiting = {}, .expiry = expiry});
        return Admission::First;
    }
    Record &record = found->second;
    if (record.fingerprint != fingerprint)
        return Admission::Mismatch;
    if (!record.id) {
        record.waiting.push_back(done);
        return Admission::Repeat;
    }
    const Receipt receipt{.id = *record.id, .isDuplicate = true};
    locked.unlock();
    done(receipt);
    return Admission::Repeat;
}

void IdempotencyStore::restore(std::vector<IdempotencyRecord> records, MonotonicTime now, UnixTime wallTime)
{
    std::sort(records.begin(), records.end(),
              [](const IdempotencyRecord &a, const IdempotencyRecord &b) { return a.expires < b.expires; });
    const std::lock_guard locked(m_lock);
    for (IdempotencyRecord &record : records) {
        const auto left = std::min(record.expires - wallTime, m_lifetime);
        if (left.count() <= 0 || m_records.contains(record.key))
            continue;
        const auto expiry = m_expiries.insert(m_expiries.end(), {now + left, record.key});
        m_records.emplace(
            std::move(record.key),
            Record{.fingerprint = std::move(record.fingerprint), .id = record.id, .waiting = {}, .expiry = expiry});
    }
}

void IdempotencyStore::finish(const std::string &key, const Result<MessageId> &outcome)
{
    std::vector<Done> waiting;
    {
        const std::lock_guard locked(m_lock);
        const auto found = m_records.find(key);
        if (found == m_records.end())
            return;
        waiting = std::move(found->second.waiting);
        if (outcome) {
            found->second.id = *outcome;
        } else {
            m_expiries.erase(found->second.expiry);
            m_records.erase(found);
        }
    }
    for (const Done &done : waiting) {
        if (outcome)
            done(Receipt{.id = *outcome, .isDuplicate = true});
        else
            done(outcome.error());
    }
}

void IdempotencyStore::forgetExpired(MonotonicTime now)
{
    while (!m_expiries.empty() && m_expiries.front().time <= now) {
        const auto oldest = m_expiries.begin();
        const auto record = m_records.find(oldest->key);
        if (record->second.id) {
            m_records.erase(record);
            m_expiries.erase(oldest);
        } else { // under way, and others may wait for it
            oldest->time = now + m_lifetime;
            m_expiries.splice(m_expiries.end(), m_expiries, oldest);
        }
    }
}

} // namespace relais::server
