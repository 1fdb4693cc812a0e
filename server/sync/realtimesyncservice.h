// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <QObject>

#include "common/protocol/message.h"
#include "server/queue/messagequeueservice.h"
#include "server/sync/clientregistry.h"
#include "server/sync/history.h"
#include "server/sync/idempotencystore.h"
#include "server/sync/serverstatus.h"
#include "server/sync/syncstatistics.h"

namespace relais::server {

/// The policy on top of the log: what may be sent to whom, the usual events, forced sync, and the figures. HTTP
/// routes and WebSockets both call it, and nothing else. Thread-safe, but for sample().
class RealtimeSyncService : public QObject {
    Q_OBJECT

public:
    using Done = IdempotencyStore::Done;

    struct Settings {
        std::string version;
        std::string node;
        ClientRegistry::Limits clients;
        std::chrono::milliseconds defaultSpread = std::chrono::seconds(5); ///< of a forced sync that names none
        std::size_t idempotencyKeys = 100'000; ///< remembered at once, each for as long as messages are kept
    };

    RealtimeSyncService(MessageQueueService &queue, const Settings &settings, const Clock &clock,
                        QObject *parent = nullptr);
    ~RealtimeSyncService() override;

    /// What a journal kept of requests that were published before; before the first publisher.
    void restoreIdempotency(std::vector<IdempotencyRecord> records);

    /// Publishes a message to its user, or to everyone. `done` is called once, from any thread, perhaps before this
    /// returns. Errors: LogFull, JournalUnavailable, IdempotencyMismatch, Overloaded, Draining.
    void send(SendRequest request, std::optional<std::string> idempotencyKey, Done done);
    /// Publishes to everyone, or a message each to the users that are named.
    void broadcast(BroadcastRequest request, std::optional<std::string> idempotencyKey, Done done);
    /// Asks clients to refetch everything, spread over a while so that they do not come all at once.
    void force(ForceRequest request, std::optional<std::string> idempotencyKey, Done done);

    /// The usual events of an application, for code that runs in the server; `data` is JSON. To one user or to all.
    void publishDataUpdate(std::string_view section, std::string_view data, std::optional<UserId> user, Done done);
    void publishError(std::string_view code, std::string_view text, std::optional<UserId> user, Done done);
    void publishNotification(std::string_view title, std::string_view text, std::optional<UserId> user, Done done);

    ReadResult read(const Since &since, const std::optional<UserId> &user, std::size_t limit,
                    std::optional<MessageId> upTo = {}) const
    {
        return m_queue.read(since, user, limit, upTo);
    }
    ReadResult resume(MessageId position, const std::optional<UserId> &user, std::size_t limit, MessageId upTo) const
    {
        return m_queue.resume(position, user, limit, upTo);
    }
    bool tail(MessageId after, std::vector<EncodedMessagePtr> &out) const { return m_queue.tail(after, out); }
    QueueContent queueOf(const UserId &user, std::size_t offset, std::size_t limit) const
    {
        return m_queue.queueOf(user, offset, limit);
    }
    /// Discards what is kept for a user, who is told by `reset`; how many messages that were.
    std::size_t purge(const UserId &user) { return m_queue.purge(user); }
    LogDistance distance(MessageId position) const { return m_queue.distance(position); }
    std::uint64_t readLatest(MessageId after, std::vector<EncodedMessagePtr> &out) const
    {
        return m_queue.readLatest(after, out);
    }
    std::uint64_t published() const { return m_queue.inserted(); } ///< messages that the log has ever had
    MessageId end() const { return m_queue.end(); }

    ClientRegistry &clients() { return m_clients; }
    SyncStatistics &statistics() { return m_statistics; }
    const SyncStatistics &statistics() const { return m_statistics; }
    const Clock &clock() const { return m_clock; }
    const std::string &node() const { return m_settings.node; }

    /// Set while the server prepares to stop: not ready, and no new clients.
    void setDraining(bool draining) { m_draining = draining; }
    bool isDraining() const { return m_draining; }

    /// Where the figures of the transport come from; a thread-safe function. Before the first thread.
    void setTransport(std::function<TransportFigures()> transport) { m_transport = std::move(transport); }

    ServerStatus status() const;
    /// What anyone may know: the server's state, version and uptime; the rest is empty.
    ServerStatus summary() const;
    /// Once a second, in the thread of this object: rates, CPU use, and a point of the history.
    void sample();
    std::vector<HistoryPoint> history(History::Range range) const;
    /// Since the start, for metrics.
    LatencyHistogram::Totals deliveryTotals() const;
    LatencyHistogram::Totals publishTotals() const;

Q_SIGNALS:
    /// See MessageQueueService::advanced().
    void advanced();

private:
    void publish(std::vector<MessageDraft> drafts, const std::optional<std::string> &idempotencyKey,
                 std::string_view operation, Done done);
    TransportFigures transportFigures() const;
    void recordHistory(const LogFigures &queue, const ClientRegistry::Figures &clients,
                       const TransportFigures &transport, const ProcessFigures &process);

    MessageQueueService &m_queue;
    const Settings m_settings;
    const Clock &m_clock;
    const MonotonicTime m_started;
    ClientRegistry m_clients;
    IdempotencyStore m_idempotency;
    SyncStatistics m_statistics;
    std::atomic<bool> m_draining = false;

    std::function<TransportFigures()> m_transport;

    mutable std::mutex m_sampleLock; ///< of what follows, of the statistics' rates, and for rotating the latencies
    MonotonicTime m_sampledAt;
    std::chrono::microseconds m_sampledCpu{};
    double m_cpuPercent = 0;
    std::uint64_t m_descriptors = 0; ///< counted now and then
    unsigned m_samples = 0;
    History m_history;
};

} // namespace relais::server
