// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <unordered_map>

#include <QObject>
#include <QTimer>

#include "server/access/principal.h"
#include "server/api/pollquery.h"
#include "server/queue/encodedmessage.h"
#include "server/sync/realtimesyncservice.h"
#include "server/transport/httpreply.h"

namespace relais::server {

/// The polls of one I/O thread that wait for a message. Each holds its request and the right to answer it; what it is
/// answered is read from the log at that moment.
class LongPolls : public QObject {
    Q_OBJECT

public:
    explicit LongPolls(RealtimeSyncService &sync, QObject *parent = nullptr);
    ~LongPolls() override;

    /// Answers when there is something after the query's position, or when its time or its principal's is over; but
    /// not before `coveredFrom`, when the poll is within its principal's rate limit.
    void wait(PollQuery query, Principal principal, HttpReply reply, MonotonicTime coveredFrom = {});

    /// There is something new for these.
    void wake(std::span<const EncodedMessagePtr> messages);
    /// There may be something new for anyone.
    void wakeAll();
    /// Answers all with what there is: the server is about to stop.
    void answerAll();
    /// Refuses those whose principal does not stand any more.
    void refuseUnless(const std::function<bool(const Principal &)> &stands);

private:
    struct Waiting {
        PollQuery query;
        Principal principal;
        HttpReply reply;
        MonotonicTime coveredFrom;
        MonotonicTime until;
        ClientRegistry::Entry entry;
    };
    using Number = std::uint64_t;

    enum class Answer : std::uint8_t { IfAny, Always };
    void answer(Number number, Answer when);
    HttpReply takeOut(std::unordered_map<Number, Waiting>::iterator waiting);
    void armTimer();
    void answerExpired();

    RealtimeSyncService &m_sync;
    std::unordered_map<Number, Waiting> m_waiting;
    std::unordered_multimap<UserId, Number> m_byUser;
    std::multimap<MonotonicTime, Number> m_byDeadline;
    Number m_lastNumber = 0;
    QTimer m_timer;
};

} // namespace relais::server
