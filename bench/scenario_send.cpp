// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scenario_send.h"

#include "bench/benchmessage.h"
#include "bench/httpclient.h"
#include "bench/latencyhistogram.h"
#include "bench/messageorder.h"
#include "bench/runfailed.h"
#include "bench/websocketfleet.h"

#include <memory>
#include <vector>

namespace relais::bench {

namespace {

class Send {
public:
    Send(TestBed &bed, const SendOptions &options)
        : m_bed(bed)
        , m_options(options)
        , m_listener(bed)
    {
    }

    Report run();

private:
    struct Sender {
        explicit Sender(EventLoop &loop)
            : client(loop)
        {
        }

        HttpClient client;
        MonotonicTime sentAt;
    };

    void open();
    void sendUpTo(std::size_t messages);
    void send(Sender &sender);
    void onResponse(Sender &sender, const HttpResponse &response);
    void onText(std::string_view text);

    TestBed &m_bed;
    const SendOptions &m_options;
    WebSocketFleet m_listener;
    std::vector<std::unique_ptr<Sender>> m_senders;
    LatencyHistogram m_latencies;
    MessageOrder m_order;
    std::size_t m_sent = 0;
    std::size_t m_maySend = 0;
};

Report Send::run()
{
    open();
    sendUpTo(m_options.warmup);
    m_bed.settle();
    m_latencies = {};
    Measurement measurement(m_bed);
    sendUpTo(m_options.warmup + m_options.messages);
    measurement.end();
    m_order.verify();

    Report report;
    report.add("scenario", std::string("send"));
    report.add("connections", std::uint64_t{m_options.connections});
    report.add("messages", std::uint64_t{m_options.messages});
    report.add("latencyP50Us", toMicroseconds(m_latencies.quantile(0.5)));
    report.add("latencyP99Us", toMicroseconds(m_latencies.quantile(0.99)));
    measurement.addTo(report, "Message", m_options.messages);
    return report;
}

void Send::open()
{
    m_listener.onText([this](WebSocketClient &, std::string_view text) { onText(text); });
    m_listener.connect(1, [](std::size_t) { return std::string("/ws"); });
    for (std::size_t i = 0; i < m_options.connections; ++i) {
        Sender &sender = *m_senders.emplace_back(std::make_unique<Sender>(m_bed.loop()));
        sender.client.onResponse([this, &sender](const HttpResponse &response) { onResponse(sender, response); });
        sender.client.open(m_bed.connector(), m_bed.endpoint());
    }
}

void Send::sendUpTo(std::size_t messages)
{
    m_maySend = messages;
    for (const auto &sender : m_senders)
        send(*sender);
    const auto isDone = [this] {
        return m_order.acknowledged() == m_maySend && m_order.delivered() >= m_maySend;
    };
    m_bed.waitUntil(isDone, [this] {
        return "of " + std::to_string(m_sent) + " messages, " + std::to_string(m_order.acknowledged())
            + " are acknowledged and " + std::to_string(m_order.delivered()) + " delivered";
    });
}

void Send::send(Sender &sender)
{
    if (m_sent == m_maySend)
        return;
    const BenchMessage message{.sequence = static_cast<std::uint32_t>(m_sent++),
                               .padding = paddingFor(m_options.bytes)};
    sender.sentAt = MonotonicClock::now();
    sender.client.postJson("/api/sync/send", message.toJson());
}

void Send::onResponse(Sender &sender, const HttpResponse &response)
{
    const auto id = jsonString(response.body, "id");
    if (response.status != 200 || !id)
        throw RunFailed("a send was refused: " + std::string(response.head).append(response.body));
    m_latencies.record(MonotonicClock::now() - sender.sentAt);
    m_order.acknowledge(*id);
    send(sender);
}

void Send::onText(std::string_view text)
{
    const auto id = jsonString(text, "id");
    if (!id)
        throw RunFailed("a frame is not a message: " + std::string(text));
    m_order.deliver(*id);
}

} // namespace

Report runSend(TestBed &bed, const SendOptions &options)
{
    return Send(bed, options).run();
}

} // namespace relais::bench
