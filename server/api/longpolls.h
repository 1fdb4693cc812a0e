// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include <QObject>
#include <QTimer>

#include "server/api/clientrow.h"
#include "server/api/gate.h"
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
    void wait(PollQuery query, Caller caller, HttpReply reply, MonotonicTime coveredFrom = {});

    /// There is something new for these.
    void wake(std::span<const EncodedMessagePtr> messages);
    /// There may be something new for anyone.
    void wakeAll();
    /// Answers all with what there is: the server is about to stop.
    void answerAll();
    using Number = std::uint64_t; ///< of a poll; given once in this process

    void appendNames(std::vector<ClientName> &names) const;
    /// Nothing when it does not wait here.
    std::optional<ClientRow> row(Number number) const;
    /// Answers a poll that waits here, with 403 unless it is to come back at once.
    void disconnect(Number number, ErrorCode how);

    /// Refuses those whose principal does not stand any more.
    void refuseUnless(const std::function<bool(const Principal &)> &stands);

private:
    struct Waiting {
        PollQuery query;
        Caller caller; ///< has a principal
        HttpReply reply;
        UnixTime since;
        MonotonicTime coveredFrom;
        MonotonicTime until;
        ClientRegistry::Entry entry;
    };
    enum class Answer : std::uint8_t { IfAny, Always };
    void answer(Number number, Answer when);
    void refuse(std::unordered_map<Number, Waiting>::iterator waiting, const Error &error);
    HttpReply takeOut(std::unordered_map<Number, Waiting>::iterator waiting);
    void armTimer();
    void answerExpired();

    RealtimeSyncService &m_sync;
    std::unordered_map<Number, Waiting> m_waiting;
    std::unordered_multimap<UserId, Number> m_byUser;
    std::multimap<MonotonicTime, Number> m_byDeadline;
    QTimer m_timer;

    static std::atomic<Number> s_lastNumber;
};

} // namespace relais::server
