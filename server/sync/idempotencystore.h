// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/core/clock.h"
#include "common/core/result.h"
#include "common/protocol/messageid.h"
#include "server/queue/journal.h"

namespace relais::server {

/// What a publisher is told.
struct Receipt {
    MessageId id; ///< of its message, the last one when there were several
    bool isDuplicate = false; ///< published before, under the same idempotency key
};

/// Remembers for a while what was published under which idempotency key, so that a repeat publishes nothing. A repeat
/// that overtakes the first's answer waits for it. Bounded: past `capacity` live keys a new one is refused, since to
/// forget an old one would publish twice. Thread-safe; callbacks are called outside the lock.
class IdempotencyStore {
public:
    using Done = std::function<void(Result<Receipt>)>;

    IdempotencyStore(std::chrono::milliseconds lifetime, std::size_t capacity);

    enum class Admission : std::uint8_t {
        First, ///< publish, then call finish()
        Repeat, ///< `done` is or will be called with the first's outcome
        Mismatch, ///< another request stands under this key
        Full,
    };
    /// `fingerprint` stands for the request's content. `done` is kept for a Repeat only.
    Admission enter(const std::string &key, const std::string &fingerprint, MonotonicTime now, const Done &done);

    /// What was published before the restart. `now` and `wallTime` are the same moment: records expire by the clock
    /// that nobody sets, and after a step of the other at most a whole lifetime from now.
    void restore(std::vector<IdempotencyRecord> records, MonotonicTime now, UnixTime wallTime);

    /// The outcome of a First. After an error the key is free again.
    void finish(const std::string &key, const Result<MessageId> &outcome);

private:
    struct Expiry {
        MonotonicTime time;
        std::string key;
    };
    using Expiries = std::list<Expiry>;
    struct Record {
        std::string fingerprint;
        std::optional<MessageId> id; ///< none yet: under way
        std::vector<Done> waiting;
        Expiries::iterator expiry;
    };

    void forgetExpired(MonotonicTime now);

    const std::chrono::milliseconds m_lifetime;
    const std::size_t m_capacity;
    std::mutex m_lock;
    std::unordered_map<std::string, Record> m_records;
    Expiries m_expiries; ///< one for each record, in order of time
};

} // namespace relais::server
