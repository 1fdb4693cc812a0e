// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scenario_latency.h"

#include "bench/latencyprobe.h"

namespace relais::bench {

Report runLatency(TestBed &bed, const LatencyOptions &options)
{
    LatencyProbe probe(bed);
    probe.open();
    probe.send(options.warmup, options.interval);
    probe.forget();
    probe.send(options.messages, options.interval);

    Report report;
    report.add("scenario", std::string("latency"));
    report.add("messages", std::uint64_t{options.messages});
    report.add("webSocketP50Us", toMicroseconds(probe.webSocket().quantile(0.5)));
    report.add("webSocketP99Us", toMicroseconds(probe.webSocket().quantile(0.99)));
    report.add("longPollP50Us", toMicroseconds(probe.longPoll().quantile(0.5)));
    report.add("longPollP99Us", toMicroseconds(probe.longPoll().quantile(0.99)));
    return report;
}

} // namespace relais::bench
