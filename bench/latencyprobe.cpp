// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/latencyprobe.h"

#include "bench/benchmessage.h"
#include "bench/runfailed.h"

#include <utility>

namespace relais::bench {

LatencyProbe::LatencyProbe(TestBed &bed, std::string token)
    : m_bed(bed)
    , m_token(std::move(token))
    , m_webSocket(bed)
    , m_poller(bed.loop())
    , m_sender(bed.loop())
{
}

void LatencyProbe::open()
{
    m_webSocket.onText([this](WebSocketClient &, std::string_view text) { onText(text); });
    m_webSocket.connect(1, [this](std::size_t) { return m_token.empty() ? "/ws" : "/ws?token=" + m_token; });
    m_cursor = m_webSocket.lastCursor(); // one cursor for every transport: the poll goes on from the WebSocket's
    for (HttpClient *const client : {&m_poller, &m_sender}) {
        client->setToken(m_token);
        client->open(m_bed.connector(), m_bed.endpoint());
    }
    m_poller.onResponse([this](const HttpResponse &response) { onPollAnswer(response); });
    m_sender.onResponse([this](const HttpResponse &response) { onSendAnswer(response); });
}

void LatencyProbe::send(std::size_t messages, std::chrono::milliseconds interval)
{
    for (std::size_t i = 0; i < messages; ++i)
        sendOne(interval);
}

void LatencyProbe::forget()
{
    m_pollLatencies = {};
    m_webSocketLatencies = {};
}

void LatencyProbe::sendOne(std::chrono::milliseconds interval)
{
    m_poller.get("/api/sync/poll?wait=30&since=" + percentEncoded(m_cursor));
    m_bed.loop().runFor(interval);

    m_sentAt = MonotonicClock::now();
    m_sender.postJson("/api/sync/send", BenchMessage{.sequence = m_sequence}.toJson());
    const std::size_t expected = m_sequence + std::size_t{1};
    const auto isDone = [&] {
        return m_polled == expected && m_received == expected && m_acknowledged == expected;
    };
    m_bed.waitUntil(isDone, [&] {
        return "of " + std::to_string(expected) + " messages, " + std::to_string(m_received)
            + " came by WebSocket and " + std::to_string(m_polled) + " by long-poll";
    });
    ++m_sequence;
}

void LatencyProbe::onPollAnswer(const HttpResponse &response)
{
    m_pollLatencies.record(MonotonicClock::now() - m_sentAt);
    if (response.status != 200 || response.body.find(R"("count":1,)") == std::string_view::npos)
        throw RunFailed("a long-poll was not answered with one message: "
                        + std::string(response.head).append(response.body));
    check("the long-poll", response.body);
    m_cursor = jsonString(response.body, "cursor").value_or(std::string_view());
    ++m_polled;
}

void LatencyProbe::onSendAnswer(const HttpResponse &response)
{
    if (response.status != 200)
        throw RunFailed("a send was refused: " + std::string(response.head).append(response.body));
    ++m_acknowledged;
}

void LatencyProbe::onText(std::string_view text)
{
    m_webSocketLatencies.record(MonotonicClock::now() - m_sentAt);
    check("the WebSocket", text);
    ++m_received;
}

void LatencyProbe::check(std::string_view transport, std::string_view text) const
{
    SequenceReader reader;
    if (reader.read(text) != m_sequence)
        throw RunFailed(std::string(transport) + " did not get message " + std::to_string(m_sequence) + " next");
}

} // namespace relais::bench
