// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/metricstext.h"

#include <algorithm>

#include "server/api/jsonnumber.h"

namespace relais::server {

namespace {

using JournalState = MessageQueueService::JournalState;

enum class Kind : std::uint8_t { Counter, Gauge, Histogram };

/// A family of the text: its help and type, then its samples.
class Family {
public:
    Family(std::string &out, std::string_view name, Kind kind, std::string_view help)
        : m_out(out)
        , m_name(name)
    {
        constexpr std::string_view kinds[] = {"counter", "gauge", "histogram"};
        m_out.append("# HELP ").append(name).append(" ").append(help);
        m_out.append("\n# TYPE ").append(name).append(" ").append(kinds[static_cast<std::size_t>(kind)]).append("\n");
    }

    /// Beginning of a sample; `labels` as `{a="b"}`.
    std::string &begin(std::string_view labels = {}, std::string_view suffix = {})
    {
        return m_out.append(m_name).append(suffix).append(labels).append(" ");
    }
    Family &add(std::uint64_t value, std::string_view labels = {})
    {
        begin(labels).append(std::to_string(value)).append("\n");
        return *this;
    }
    Family &addMeasured(double value, std::string_view labels = {})
    {
        appendNumber(begin(labels), value);
        m_out += '\n';
        return *this;
    }

private:
    std::string &m_out;
    std::string_view m_name;
};

/// Label values are written as they are: each is one of ours, or a host name without quotes and backslashes.
std::string label(std::string_view name, std::string_view value)
{
    return '{' + std::string(name) + "=\"" + std::string(value) + "\"}";
}

double toSeconds(std::chrono::nanoseconds duration)
{
    return std::chrono::duration<double>(duration).count();
}

void appendHistogram(std::string &out, std::string_view name, std::string_view help,
                     const LatencyHistogram::Totals &totals)
{
    Family family(out, name, Kind::Histogram, help);
    for (std::size_t i = 0; i < totals.below.size(); ++i) {
        std::string bound;
        appendNumber(bound, static_cast<double>(std::uint64_t{1} << (LatencyHistogram::Totals::first + i)) / 1e6);
        family.begin(label("le", bound), "_bucket").append(std::to_string(totals.below[i])).append("\n");
    }
    family.begin(label("le", "+Inf"), "_bucket").append(std::to_string(totals.count)).append("\n");
    appendNumber(family.begin({}, "_sum"), totals.seconds);
    out += '\n';
    family.begin({}, "_count").append(std::to_string(totals.count)).append("\n");
}

void appendConnections(std::string &out, const ServerStatus &status)
{
    Family(out, "relais_clients", Kind::Gauge, "Clients that are connected.")
        .add(status.clients.webSockets, label("transport", "websocket"))
        .add(status.clients.longPolls, label("transport", "longpoll"));
    Family(out, "relais_users", Kind::Gauge, "Users with a client that is connected.").add(status.clients.users);
    const TransportFigures &transport = status.transport;
    Family(out, "relais_sockets", Kind::Gauge, "Open connections, whatever they do.").add(transport.sockets);
    Family(out, "relais_connections_total", Kind::Counter, "Connections that came.")
        .add(transport.accepted, label("result", "accepted"))
        .add(transport.refused, label("result", "refused"));
    Family(out, "relais_http_requests_total", Kind::Counter, "HTTP requests, upgrades among them.")
        .add(transport.requests);
    Family(out, "relais_tls_handshakes_total", Kind::Counter, "TLS handshakes.")
        .add(transport.tlsHandshakes, label("result", "finished"))
        .add(transport.tlsFailures, label("result", "failed"));
    Family(out, "relais_received_bytes_total", Kind::Counter, "Bytes of HTTP and WebSocket received, without TLS.")
        .add(transport.bytesIn);
    Family(out, "relais_sent_bytes_total", Kind::Counter, "Bytes of HTTP and WebSocket sent, without TLS.")
        .add(transport.bytesOut);
}

void appendMessages(std::string &out, const ServerStatus &status, const SyncStatistics &statistics)
{
    Family(out, "relais_messages_published_total", Kind::Counter, "Messages accepted from publishers.")
        .add(status.messagesIn);
    Family(out, "relais_messages_delivered_total", Kind::Counter, "Messages sent, counted for each client.")
        .add(statistics.deliveriesWebSocket.load(), label("transport", "websocket"))
        .add(statistics.deliveriesPoll.load(), label("transport", "poll"));

    Family errors(out, "relais_errors_total", Kind::Counter, "Requests and frames that were refused, by code.");
    for (const ErrorInfo &info : errorTable())
        errors.add(statistics.errors(info.code), label("code", info.name));
    Family(out, "relais_rate_limited_total", Kind::Counter, "Requests and frames over a rate limit.")
        .add(statistics.errors(ErrorCode::RateLimited));
}

void appendQueue(std::string &out, const ServerStatus &status)
{
    Family(out, "relais_queue_messages", Kind::Gauge, "Messages kept.").add(status.queue.messages);
    Family(out, "relais_queue_bytes", Kind::Gauge, "Bytes that they occupy.").add(status.queue.bytes);
    Family(out, "relais_queue_limit_bytes", Kind::Gauge, "Bytes that they may occupy.").add(status.queueLimits.bytes);
    Family(out, "relais_queue_users", Kind::Gauge, "Users for whom something is kept.").add(status.queue.users);
    const auto age = status.queue.oldest ? status.now - *status.queue.oldest : std::chrono::milliseconds(0);
    Family(out, "relais_queue_oldest_age_seconds", Kind::Gauge, "Age of the oldest message.")
        .addMeasured(std::max(0.0, toSeconds(age)));
    Family(out, "relais_journal_available", Kind::Gauge,
           "1 when the journal takes messages, 0 when it fails or there is none.")
        .add(status.journal == JournalState::Available ? 1 : 0);
    Family(out, "relais_journal_enabled", Kind::Gauge, "1 when messages are kept over a restart.")
        .add(status.journal == JournalState::None ? 0 : 1);
}

void appendProcess(std::string &out, const ServerStatus &status)
{
    Family(out, "relais_info", Kind::Gauge, "Always 1.").add(1, label("version", status.version));
    Family(out, "relais_draining", Kind::Gauge, "1 when the server is about to stop.").add(status.isDraining ? 1 : 0);
    Family(out, "relais_uptime_seconds", Kind::Gauge, "Time since the start.").addMeasured(toSeconds(status.uptime));
    // Under the names that Prometheus's own client libraries give them, so that ready-made dashboards find them.
    Family(out, "process_cpu_seconds_total", Kind::Counter, "CPU time, user and system.")
        .addMeasured(toSeconds(status.process.cpuTime));
    Family(out, "process_resident_memory_bytes", Kind::Gauge, "Resident memory.").add(status.process.residentBytes);
    Family(out, "process_open_fds", Kind::Gauge, "Open file descriptors.").add(status.process.openDescriptors);
}

} // namespace

std::string encodeMetrics(const RealtimeSyncService &sync)
{
    const ServerStatus status = sync.status();
    std::string out;
    out.reserve(16 * 1024);
    appendConnections(out, status);
    appendMessages(out, status, sync.statistics());
    appendHistogram(out, "relais_delivery_latency_seconds",
                    "From accepting a message to handing it to the kernel for a client; sums are within 12 %.",
                    sync.deliveryTotals());
    appendHistogram(out, "relais_publish_latency_seconds",
                    "From taking a message to its being safe in the journal and visible; sums are within 12 %.",
                    sync.publishTotals());
    appendQueue(out, status);
    appendProcess(out, status);
    return out;
}

} // namespace relais::server
