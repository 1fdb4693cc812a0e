// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scenario_wakeup.h"

#include "bench/benchmessage.h"
#include "bench/deliveryledger.h"
#include "bench/latencyhistogram.h"
#include "bench/runfailed.h"
#include "bench/websocketfleet.h"

namespace relais::bench {

namespace {

class Wakeup {
public:
    Wakeup(TestBed &bed, const WakeupOptions &options)
        : m_bed(bed)
        , m_options(options)
        , m_fleet(bed)
        , m_ledger(1, options.warmup + options.messages)
    {
    }

    Report run();

private:
    void sendOneByOneUpTo(std::size_t end);
    void onText(WebSocketClient &client, std::string_view text);

    TestBed &m_bed;
    const WakeupOptions &m_options;
    WebSocketFleet m_fleet;
    DeliveryLedger m_ledger;
    SequenceReader m_reader;
    LatencyHistogram m_latencies;
    MonotonicTime m_sentAt;
};

Report Wakeup::run()
{
    m_fleet.onText([this](WebSocketClient &client, std::string_view text) { onText(client, text); });
    m_fleet.connect(m_options.idle + 1, [](std::size_t index) {
        return index == 0 ? std::string("/ws?userId=u1") : "/ws?userId=idle" + std::to_string(index);
    });
    sendOneByOneUpTo(m_options.warmup);
    m_bed.settle();
    m_latencies = {};
    Measurement measurement(m_bed);
    sendOneByOneUpTo(m_options.warmup + m_options.messages);
    measurement.end();
    m_ledger.verify(m_options.warmup + m_options.messages);

    Report report;
    report.add("scenario", std::string("wakeup"));
    report.add("idle", std::uint64_t{m_options.idle});
    report.add("messages", std::uint64_t{m_options.messages});
    report.add("roundTripP50Us", toMicroseconds(m_latencies.quantile(0.5)));
    report.add("roundTripP99Us", toMicroseconds(m_latencies.quantile(0.99)));
    measurement.addTo(report, "Wakeup", m_options.messages);
    return report;
}

void Wakeup::sendOneByOneUpTo(std::size_t end)
{
    while (m_ledger.completed() < end) {
        const std::uint32_t sequence = m_ledger.completed();
        const BenchMessage message{.sequence = sequence, .userId = "u1"};
        m_sentAt = MonotonicClock::now();
        m_fleet[0].send(encodeClientFrame(FrameOpcode::Text, message.toJson()));
        m_bed.waitUntil([&] { return m_ledger.completed() > sequence; },
                        [&] { return "message " + std::to_string(sequence) + " did not come back"; });
    }
}

void Wakeup::onText(WebSocketClient &client, std::string_view text)
{
    const auto sequence = m_reader.read(text);
    if (!sequence)
        return;
    if (client.index() != 0)
        throw RunFailed("client " + std::to_string(client.index()) + " was sent a message of another user");
    m_ledger.record(0, *sequence);
    m_latencies.record(MonotonicClock::now() - m_sentAt);
}

} // namespace

Report runWakeup(TestBed &bed, const WakeupOptions &options)
{
    return Wakeup(bed, options).run();
}

} // namespace relais::bench
