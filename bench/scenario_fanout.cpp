// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scenario_fanout.h"

#include "bench/broadcaststream.h"

namespace relais::bench {

Report runFanout(TestBed &bed, const FanoutOptions &options)
{
    BroadcastStream stream(bed,
                           {.clients = options.clients,
                            .window = options.window,
                            .bytes = options.bytes,
                            .messages = options.warmup + options.messages});
    stream.publish(options.warmup);
    bed.settle();
    stream.forgetLatencies();
    Measurement measurement(bed);
    stream.publish(options.messages);
    measurement.end();
    stream.verify();

    const std::uint64_t deliveries = options.messages * stream.receivers();
    Report report;
    report.add("scenario", std::string("fanout"));
    report.add("clients", std::uint64_t{options.clients});
    report.add("window", std::uint64_t{options.window});
    report.add("messages", std::uint64_t{options.messages});
    report.add("deliveredBytes", std::uint64_t{stream.deliveredBytes()});
    report.add("deliveries", deliveries);
    report.add("latencyP50Us", toMicroseconds(stream.latencies().quantile(0.5)));
    report.add("latencyP99Us", toMicroseconds(stream.latencies().quantile(0.99)));
    measurement.addTo(report, "Delivery", deliveries);
    return report;
}

} // namespace relais::bench
