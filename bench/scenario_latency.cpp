// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scenario_latency.h"

#include "bench/benchmessage.h"
#include "bench/httpclient.h"
#include "bench/latencyhistogram.h"
#include "bench/runfailed.h"
#include "bench/websocketfleet.h"

namespace relais::bench {

namespace {

class Latency {
public:
    Latency(TestBed &bed, const LatencyOptions &options)
        : m_bed(bed)
        , m_options(options)
        , m_webSocket(bed)
        , m_poller(bed.loop())
        , m_sender(bed.loop())
    {
    }

    Report run();

private:
    void open();
    void sendOne(std::uint32_t sequence);
    void onPollAnswer(const HttpResponse &response);
    void onSendAnswer(const HttpResponse &response);
    void onText(std::string_view text);
    void check(std::string_view transport, std::string_view text);

    TestBed &m_bed;
    const LatencyOptions &m_options;
    WebSocketFleet m_webSocket;
    HttpClient m_poller;
    HttpClient m_sender;
    LatencyHistogram m_pollLatencies;
    LatencyHistogram m_webSocketLatencies;
    std::string m_cursor;
    MonotonicTime m_sentAt;
    std::uint32_t m_sequence = 0;
    std::size_t m_polled = 0;
    std::size_t m_received = 0;
    std::size_t m_acknowledged = 0;
};

Report Latency::run()
{
    open();
    for (std::uint32_t sequence = 0; sequence < m_options.warmup + m_options.messages; ++sequence) {
        if (sequence == m_options.warmup) {
            m_pollLatencies = {};
            m_webSocketLatencies = {};
        }
        sendOne(sequence);
    }
    Report report;
    report.add("scenario", std::string("latency"));
    report.add("messages", std::uint64_t{m_options.messages});
    report.add("webSocketP50Us", toMicroseconds(m_webSocketLatencies.quantile(0.5)));
    report.add("webSocketP99Us", toMicroseconds(m_webSocketLatencies.quantile(0.99)));
    report.add("longPollP50Us", toMicroseconds(m_pollLatencies.quantile(0.5)));
    report.add("longPollP99Us", toMicroseconds(m_pollLatencies.quantile(0.99)));
    return report;
}

void Latency::open()
{
    m_webSocket.onText([this](WebSocketClient &, std::string_view text) { onText(text); });
    m_webSocket.connect(1, [](std::size_t) { return std::string("/ws"); });
    m_cursor = m_webSocket.lastCursor(); // one cursor for every transport: the poll goes on from the WebSocket's
    m_poller.onResponse([this](const HttpResponse &response) { onPollAnswer(response); });
    m_poller.open(m_bed.connector(), m_bed.endpoint());
    m_sender.onResponse([this](const HttpResponse &response) { onSendAnswer(response); });
    m_sender.open(m_bed.connector(), m_bed.endpoint());
}

void Latency::sendOne(std::uint32_t sequence)
{
    m_sequence = sequence;
    m_poller.get("/api/sync/poll?wait=30&since=" + percentEncoded(m_cursor));
    m_bed.loop().runFor(m_options.interval);

    m_sentAt = MonotonicClock::now();
    m_sender.postJson("/api/sync/send", BenchMessage{.sequence = sequence}.toJson());
    const std::size_t expected = sequence + std::size_t{1};
    const auto isDone = [&] {
        return m_polled == expected && m_received == expected && m_acknowledged == expected;
    };
    m_bed.waitUntil(isDone, [&] {
        return "of " + std::to_string(expected) + " messages, " + std::to_string(m_received)
            + " came by WebSocket and " + std::to_string(m_polled) + " by long-poll";
    });
}

void Latency::onPollAnswer(const HttpResponse &response)
{
    m_pollLatencies.record(MonotonicClock::now() - m_sentAt);
    if (response.status != 200 || response.body.find(R"("count":1,)") == std::string_view::npos)
        throw RunFailed("a long-poll was not answered with one message: "
                        + std::string(response.head).append(response.body));
    check("the long-poll", response.body);
    m_cursor = jsonString(response.body, "cursor").value_or(std::string_view());
    ++m_polled;
}

void Latency::onSendAnswer(const HttpResponse &response)
{
    if (response.status != 200)
        throw RunFailed("a send was refused: " + std::string(response.head).append(response.body));
    ++m_acknowledged;
}

void Latency::onText(std::string_view text)
{
    m_webSocketLatencies.record(MonotonicClock::now() - m_sentAt);
    check("the WebSocket", text);
    ++m_received;
}

void Latency::check(std::string_view transport, std::string_view text)
{
    SequenceReader reader;
    if (reader.read(text) != m_sequence)
        throw RunFailed(std::string(transport) + " did not get message " + std::to_string(m_sequence) + " next");
}

} // namespace

Report runLatency(TestBed &bed, const LatencyOptions &options)
{
    return Latency(bed, options).run();
}

} // namespace relais::bench
