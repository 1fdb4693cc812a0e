// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scenario_fanout.h"

#include "bench/benchmessage.h"
#include "bench/deliveryledger.h"
#include "bench/latencyhistogram.h"
#include "bench/runfailed.h"
#include "bench/websocketfleet.h"

#include <algorithm>

namespace relais::bench {

namespace {

class Fanout {
public:
    Fanout(TestBed &bed, const FanoutOptions &options)
        : m_bed(bed)
        , m_options(options)
        , m_fleet(bed)
        , m_ledger(options.clients + 1, options.warmup + options.messages)
        , m_publishedAt(options.warmup + options.messages)
    {
    }

    Report run();

private:
    void publishUpTo(std::size_t end);
    void publishWhatTheWindowAllows();
    void onText(WebSocketClient &client, std::string_view text);

    TestBed &m_bed;
    const FanoutOptions &m_options;
    WebSocketFleet m_fleet;
    DeliveryLedger m_ledger;
    SequenceReader m_reader;
    LatencyHistogram m_latencies;
    std::vector<MonotonicTime> m_publishedAt;
    std::size_t m_published = 0;
    std::size_t m_end = 0;
    std::size_t m_deliveredBytes = 0;
};

Report Fanout::run()
{
    m_fleet.onText([this](WebSocketClient &client, std::string_view text) { onText(client, text); });
    m_fleet.connect(m_options.clients + 1, [](std::size_t) { return std::string("/ws"); });

    // All that one batch of events completed is followed up with one write, as a real publisher under load
    // would.
    m_bed.loop().callAtTurnEnd([this] { publishWhatTheWindowAllows(); });
    publishUpTo(m_options.warmup);
    m_bed.settle();
    m_latencies = {};
    Measurement measurement(m_bed);
    publishUpTo(m_options.warmup + m_options.messages);
    measurement.end();
    m_ledger.verify(m_options.warmup + m_options.messages);

    const std::uint64_t deliveries = m_options.messages * m_fleet.size();
    Report report;
    report.add("scenario", std::string("fanout"));
    report.add("clients", std::uint64_t{m_options.clients});
    report.add("window", std::uint64_t{m_options.window});
    report.add("messages", std::uint64_t{m_options.messages});
    report.add("deliveredBytes", std::uint64_t{m_deliveredBytes});
    report.add("deliveries", deliveries);
    report.add("latencyP50Us", toMicroseconds(m_latencies.quantile(0.5)));
    report.add("latencyP99Us", toMicroseconds(m_latencies.quantile(0.99)));
    measurement.addTo(report, "Delivery", deliveries);
    return report;
}

void Fanout::publishUpTo(std::size_t end)
{
    m_end = end;
    publishWhatTheWindowAllows();
    m_bed.waitUntil([this] { return m_ledger.completed() == m_end; },
                    [this] {
                        return "of " + std::to_string(m_published) + " messages, "
                            + std::to_string(m_ledger.missing(m_published)) + " deliveries did not come";
                    });
}

void Fanout::publishWhatTheWindowAllows()
{
    const std::size_t stop = std::min(m_ledger.completed() + m_options.window, m_end);
    if (m_published >= stop)
        return;
    const MonotonicTime now = MonotonicClock::now();
    std::string frames;
    for (; m_published < stop; ++m_published) {
        const auto sequence = static_cast<std::uint32_t>(m_published);
        const BenchMessage message{.sequence = sequence, .padding = paddingFor(m_options.bytes)};
        frames += encodeClientFrame(FrameOpcode::Text, message.toJson());
        m_publishedAt[m_published] = now;
    }
    m_fleet[m_options.clients].send(frames);
}

void Fanout::onText(WebSocketClient &client, std::string_view text)
{
    const auto sequence = m_reader.read(text);
    if (!sequence)
        return;
    m_ledger.record(client.index(), *sequence);
    m_deliveredBytes = text.size();
    m_latencies.record(MonotonicClock::now() - m_publishedAt[*sequence]);
}

} // namespace

Report runFanout(TestBed &bed, const FanoutOptions &options)
{
    return Fanout(bed, options).run();
}

} // namespace relais::bench
