// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include <QByteArray>

#include "tests/support/syncclient.h"

namespace relais::test {

/// The place of an event in the order of all that was recorded, over all threads.
using Moment = std::uint64_t;

/// One try to publish. Nobody knows what became of one that was not answered.
struct PublishAttempt {
    enum class Outcome { Unknown, Acknowledged, Refused };

    Moment began = 0;
    Outcome outcome = Outcome::Unknown;
    Moment ended = 0; ///< 0: never
    LogId id{}; ///< as acknowledged
    bool isDuplicate = false;
};

/// What somebody meant to publish once: tried once, or several times under one idempotency key.
struct Publication {
    std::optional<QByteArray> user; ///< none: for everyone
    std::vector<PublishAttempt> attempts;
};

/// What a reader was told, in the order in which it learnt it.
struct ReaderEvent {
    enum class Kind {
        Began, ///< at this position: it asked for what comes behind
        Reset, ///< it may have missed anything up to this position
        Position, ///< it has seen everything up to here
        Message,
        Garbled, ///< what came whole, and is not what the protocol says
    };

    Kind kind = Kind::Position;
    Moment asked = 0; ///< when it sent the request that this answers
    Moment at = 0;
    LogId position{}; ///< of a message: its id
    qint64 number = -1; ///< of a message: the publication that it is
    std::optional<QByteArray> user{}; ///< of a message: as it says
    QByteArray text{}; ///< what is garbled
};

struct ReaderHistory {
    QByteArray name;
    QByteArray user;
    std::vector<ReaderEvent> events;
};

/// All that happened, to be judged.
struct HistoryRecord {
    std::vector<Publication> publications; ///< by number
    std::vector<ReaderHistory> readers;
    std::vector<Moment>
        restarts; ///< of the server; each moment is when the old process was gone and the new one was not there
    std::vector<Moment> losses; ///< those restarts that began with an empty log
    std::optional<qint64> last; ///< published when all was over: who has seen it has seen all that it will see
};

/// Takes down what happens, from any thread.
class History {
public:
    /// Its number.
    qint64 plan(std::optional<QByteArray> user);
    void planLast(qint64 number); ///< this one is the last

    /// Which of the publication's attempts it is.
    std::size_t beginAttempt(qint64 number);
    void acknowledge(qint64 number, std::size_t attempt, LogId id, bool isDuplicate);
    void refuse(qint64 number, std::size_t attempt);

    std::size_t addReader(QByteArray name, QByteArray user);
    Moment ask(); ///< a request leaves now
    void add(std::size_t reader, ReaderEvent event); ///< fills in when

    void restarted(bool isLogLost);

    HistoryRecord record() const;
    qsizetype acknowledgedCount() const;

private:
    mutable std::mutex m_lock;
    HistoryRecord m_record;
    Moment m_now = 0;
    qsizetype m_acknowledged = 0;
};

} // namespace relais::test
