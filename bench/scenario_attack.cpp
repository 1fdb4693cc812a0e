// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scenario_attack.h"

#include "bench/latencyprobe.h"

namespace relais::bench {

namespace {

/// What one stretch of honest messages saw.
class Stretch {
public:
    Stretch(TestBed &bed, LatencyProbe &probe, const AttackOptions &options)
    {
        probe.send(options.warmup, options.interval);
        probe.forget();
        const auto cpu = bed.serverCpu().total();
        const MonotonicTime begin = MonotonicClock::now();
        probe.send(options.messages, options.interval);
        m_cpuShare = std::chrono::duration<double>(bed.serverCpu().total() - cpu)
            / std::chrono::duration<double>(MonotonicClock::now() - begin);
        m_webSocket = probe.webSocket();
        m_longPoll = probe.longPoll();
    }

    void addTo(Report &report, const std::string &name) const
    {
        report.add(name + "WebSocketP50Us", toMicroseconds(m_webSocket.quantile(0.5)));
        report.add(name + "WebSocketP99Us", toMicroseconds(m_webSocket.quantile(0.99)));
        report.add(name + "LongPollP50Us", toMicroseconds(m_longPoll.quantile(0.5)));
        report.add(name + "LongPollP99Us", toMicroseconds(m_longPoll.quantile(0.99)));
        report.add(name + "ServerCpuShare", m_cpuShare);
    }

private:
    LatencyHistogram m_webSocket;
    LatencyHistogram m_longPoll;
    double m_cpuShare = 0;
};

} // namespace

Report runAttack(TestBed &bed, const AttackOptions &options)
{
    LatencyProbe probe(bed, options.token);
    probe.open();
    const Stretch quiet(bed, probe, options);
    const std::size_t residentQuiet = bed.serverMemory().residentBytes;

    Flood flood(bed, options.flood);
    flood.start();
    const MonotonicTime begin = MonotonicClock::now();
    const Stretch attacked(bed, probe, options);
    const std::chrono::duration<double> lasted = MonotonicClock::now() - begin;
    const std::size_t residentAttacked = bed.serverMemory().residentBytes;
    flood.stop();
    bed.settle();

    Report report;
    report.add("scenario", std::string("attack"));
    report.add("kind", std::string(options.flood.kind->name));
    report.add("messages", std::uint64_t{options.messages});
    quiet.addTo(report, "quiet");
    attacked.addTo(report, "attacked");
    report.add("residentQuietBytes", std::uint64_t{residentQuiet});
    report.add("residentAttackedBytes", std::uint64_t{residentAttacked});
    report.add("residentAfterBytes", std::uint64_t{bed.serverMemory().residentBytes});
    report.add("actsPerSecond", static_cast<double>(flood.acts()) / lasted.count());
    report.add("connects", flood.connects());
    report.add("closedByServer", flood.closed());
    return report;
}

} // namespace relais::bench
