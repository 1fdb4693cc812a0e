// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/sync/realtimesyncservice.h"

#include <algorithm>

#include <QCryptographicHash>

#include "common/protocol/messagecodec.h"

namespace relais::server {

namespace {

// Counting descriptors takes a microsecond or less for each; with thousands of them not each second.
constexpr unsigned samplesBetweenCounts = 10;

/// Stands for the content of a request, so that another one under its idempotency key is noticed.
std::string fingerprint(std::string_view operation, const std::vector<MessageDraft> &drafts)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](std::string_view part) {
        const std::string size = std::to_string(part.size()) + ':'; // so that parts cannot run into each other
        hash.addData(QByteArrayView(size.data(), static_cast<qsizetype>(size.size())));
        hash.addData(QByteArrayView(part.data(), static_cast<qsizetype>(part.size())));
    };
    add(operation);
    add(drafts.front().type);
    add(drafts.front().payload);
    for (const MessageDraft &draft : drafts)
        add(draft.userId ? std::string_view(draft.userId->toString()) : std::string_view());
    return hash.result().toStdString();
}

std::vector<MessageDraft> oneDraft(std::string type, std::string payload, std::optional<UserId> user)
{
    std::vector<MessageDraft> drafts;
    drafts.push_back({std::move(type), std::move(payload), std::move(user)});
    return drafts;
}

} // namespace

RealtimeSyncService::RealtimeSyncService(MessageQueueService &queue, const Settings &settings, const Clock &clock,
                                         QObject *parent)
    : QObject(parent)
    , m_queue(queue)
    , m_settings(settings)
    , m_clock(clock)
    , m_started(clock.monotonic())
    , m_clients(settings.clients)
    , m_idempotency(queue.limits().ttl, settings.idempotencyKeys)
    , m_sampledAt(m_started)
    , m_sampledCpu(ProcessFigures::readUsage().cpuTime)
    , m_descriptors(ProcessFigures::read().openDescriptors)
{
    // Direct: the receivers behind this signal are thread-safe wake-ups, and it is emitted in any thread.
    connect(&m_queue, &MessageQueueService::advanced, this, &RealtimeSyncService::advanced, Qt::DirectConnection);
}

RealtimeSyncService::~RealtimeSyncService() = default;

void RealtimeSyncService::restoreIdempotency(std::vector<IdempotencyRecord> records)
{
    m_idempotency.restore(std::move(records), m_clock.monotonic(), m_clock.now());
}

void RealtimeSyncService::send(SendRequest request, std::optional<std::string> idempotencyKey, Done done)
{
    publish(oneDraft(std::move(request.type), std::move(request.payload), std::move(request.userId)), idempotencyKey,
            "send", std::move(done));
}

void RealtimeSyncService::broadcast(BroadcastRequest request, std::optional<std::string> idempotencyKey, Done done)
{
    std::vector<MessageDraft> drafts;
    if (request.userIds.empty()) {
        drafts = oneDraft(std::move(request.type), std::move(request.payload), std::nullopt);
    } else {
        drafts.reserve(request.userIds.size());
        for (UserId &user : request.userIds)
            drafts.push_back({request.type, request.payload, std::move(user)});
    }
    publish(std::move(drafts), idempotencyKey, "broadcast", std::move(done));
}

void RealtimeSyncService::force(ForceRequest request, std::optional<std::string> idempotencyKey, Done done)
{
    std::string payload = "{\"reason\":" + (request.reason ? jsonString(*request.reason) : "null")
        + ",\"spreadMs\":" + std::to_string(request.spread.value_or(m_settings.defaultSpread).count()) + '}';
    publish(oneDraft("sync.force", std::move(payload), std::move(request.userId)), idempotencyKey, "force",
            std::move(done));
}

void RealtimeSyncService::publishDataUpdate(std::string_view section, std::string_view data,
                                            std::optional<UserId> user, Done done)
{
    std::string payload = "{\"section\":" + jsonString(section) + ",\"data\":";
    payload.append(data).append("}");
    publish(oneDraft("data.updated", std::move(payload), std::move(user)), {}, "send", std::move(done));
}

void RealtimeSyncService::publishError(std::string_view code, std::string_view text, std::optional<UserId> user,
                                       Done done)
{
    publish(oneDraft("error", "{\"code\":" + jsonString(code) + ",\"message\":" + jsonString(text) + '}',
                     std::move(user)),
            {}, "send", std::move(done));
}

void RealtimeSyncService::publishNotification(std::string_view title, std::string_view text,
                                              std::optional<UserId> user, Done done)
{
    publish(oneDraft("notification", "{\"title\":" + jsonString(title) + ",\"message\":" + jsonString(text) + '}',
                     std::move(user)),
            {}, "send", std::move(done));
}

void RealtimeSyncService::publish(std::vector<MessageDraft> drafts, const std::optional<std::string> &idempotencyKey,
                                  std::string_view operation, Done done)
{
    std::optional<IdempotencyRecord> record;
    if (idempotencyKey) {
        record = {.key = *idempotencyKey,
                  .fingerprint = fingerprint(operation, drafts),
                  .id = {},
                  .expires = m_clock.now() + m_queue.limits().ttl};
        switch (m_idempotency.enter(*idempotencyKey, record->fingerprint, m_clock.monotonic(), done)) {
        case IdempotencyStore::Admission::First:
            break;
        case IdempotencyStore::Admission::Repeat:
            return;
        case IdempotencyStore::Admission::Mismatch:
            done(Error{.code = ErrorCode::IdempotencyMismatch,
                       .detail = "another request was made under this idempotency key",
                       .at = "Idempotency-Key"});
            return;
        case IdempotencyStore::Admission::Full:
            done(Error{.code = ErrorCode::Overloaded, .detail = "too many idempotency keys are remembered"});
            return;
        }
    }
    const std::size_t count = drafts.size();
    const MonotonicTime began = m_clock.monotonic();
    m_queue.publish(std::move(drafts), std::move(record),
                    [this, count, began, idempotencyKey, done = std::move(done)](const Result<MessageId> &outcome) {
                        if (idempotencyKey)
                            m_idempotency.finish(*idempotencyKey, outcome);
                        if (!outcome) {
                            done(outcome.error());
                            return;
                        }
                        m_statistics.messagesIn.fetch_add(count, std::memory_order_relaxed);
                        m_statistics.publishLatency.record(m_clock.monotonic() - began);
                        done(Receipt{.id = *outcome, .isDuplicate = false});
                    });
}

ServerStatus RealtimeSyncService::summary() const
{
    ServerStatus status;
    status.isDraining = m_draining;
    status.journal = m_queue.journalState();
    status.version = m_settings.version;
    status.uptime = std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.monotonic() - m_started);
    return status;
}

ServerStatus RealtimeSyncService::status() const
{
    ServerStatus status = summary();
    status.node = m_settings.node;
    status.now = m_clock.now();
    status.clients = m_clients.figures();
    status.queue = m_queue.figures();
    status.queueLimits = m_queue.limits();
    status.messagesIn = m_statistics.messagesIn;
    status.messagesOut = m_statistics.messagesOut();
    status.errors = m_statistics.errors();
    status.transport = transportFigures();
    status.latencyMedian = m_statistics.deliveryLatency.quantile(0.5);
    status.latency90 = m_statistics.deliveryLatency.quantile(0.9);
    status.latency99 = m_statistics.deliveryLatency.quantile(0.99);
    status.process = ProcessFigures::readUsage();
    const std::lock_guard locked(m_sampleLock);
    status.rates = m_statistics.rates();
    status.cpuPercent = m_cpuPercent;
    status.process.openDescriptors = m_descriptors;
    return status;
}

TransportFigures RealtimeSyncService::transportFigures() const
{
    return m_transport ? m_transport() : TransportFigures{};
}

void RealtimeSyncService::sample()
{
    const MonotonicTime now = m_clock.monotonic();
    const ProcessFigures process
        = m_samples++ % samplesBetweenCounts == 0 ? ProcessFigures::read() : ProcessFigures::readUsage();
    const TransportFigures transport = transportFigures();
    const LogFigures queue = m_queue.figures();
    const ClientRegistry::Figures clients = m_clients.figures();
    const std::lock_guard locked(m_sampleLock);
    m_statistics.sample(now, transport);
    const std::chrono::duration<double> passed = now - m_sampledAt;
    if (passed.count() > 0)
        m_cpuPercent = 100 * std::chrono::duration<double>(process.cpuTime - m_sampledCpu).count() / passed.count();
    m_sampledAt = now;
    m_sampledCpu = process.cpuTime;
    if (process.openDescriptors > 0)
        m_descriptors = process.openDescriptors;
    recordHistory(queue, clients, transport, process);
}

/// Precondition: m_sampleLock is held.
void RealtimeSyncService::recordHistory(const LogFigures &queue, const ClientRegistry::Figures &clients,
                                        const TransportFigures &transport, const ProcessFigures &process)
{
    const auto milliseconds = [](std::chrono::nanoseconds duration) {
        return std::chrono::duration<double, std::milli>(duration).count();
    };
    const SyncStatistics::Rates rates = m_statistics.latestRates();
    HistoryPoint point;
    point.time = m_clock.now();
    point[HistoryFigure::WebSockets] = static_cast<double>(clients.webSockets);
    point[HistoryFigure::LongPolls] = static_cast<double>(clients.longPolls);
    point[HistoryFigure::Sockets] = static_cast<double>(transport.sockets);
    point[HistoryFigure::Users] = static_cast<double>(clients.users);
    point[HistoryFigure::QueueMessages] = static_cast<double>(queue.messages);
    point[HistoryFigure::QueueBytes] = static_cast<double>(queue.bytes);
    if (queue.oldest) // ids may be ahead of a clock that stepped back
        point[HistoryFigure::OldestAge] = std::max(0.0, milliseconds(point.time - *queue.oldest));
    point[HistoryFigure::MessagesIn] = rates.messagesIn;
    point[HistoryFigure::MessagesOut] = rates.messagesOut;
    point[HistoryFigure::BytesIn] = rates.bytesIn;
    point[HistoryFigure::BytesOut] = rates.bytesOut;
    point[HistoryFigure::Errors] = rates.errors;
    point[HistoryFigure::LatencyMedian] = milliseconds(m_statistics.deliveryLatency.quantile(0.5));
    point[HistoryFigure::Latency99] = milliseconds(m_statistics.deliveryLatency.quantile(0.99));
    point[HistoryFigure::CpuPercent] = m_cpuPercent;
    point[HistoryFigure::ResidentBytes] = static_cast<double>(process.residentBytes);
    m_history.record(point);
}

std::vector<HistoryPoint> RealtimeSyncService::history(History::Range range) const
{
    const std::lock_guard locked(m_sampleLock);
    return m_history.points(range);
}

LatencyHistogram::Totals RealtimeSyncService::deliveryTotals() const
{
    const std::lock_guard locked(m_sampleLock);
    return m_statistics.deliveryLatency.totals();
}

LatencyHistogram::Totals RealtimeSyncService::publishTotals() const
{
    const std::lock_guard locked(m_sampleLock);
    return m_statistics.publishLatency.totals();
}

} // namespace relais::server
