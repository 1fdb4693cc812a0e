// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scenario_idle.h"

#include "bench/websocketfleet.h"

namespace relais::bench {

namespace {

double perClient(std::size_t before, std::size_t after, std::size_t clients)
{
    return (static_cast<double>(after) - static_cast<double>(before)) / static_cast<double>(clients);
}

} // namespace

Report runIdle(TestBed &bed, const IdleOptions &options)
{
    const auto targetOf = [&options](std::size_t index) {
        return options.anonymous ? std::string("/ws") : "/ws?userId=idle" + std::to_string(index);
    };
    WebSocketFleet fleet(bed);
    fleet.connect(options.warmup, targetOf);
    bed.settle();
    const MemoryUse before = bed.serverMemory();
    fleet.connect(options.clients, targetOf);
    bed.settle();
    const MemoryUse after = bed.serverMemory();

    Report report;
    report.add("scenario", std::string("idle"));
    report.add("clients", std::uint64_t{options.clients});
    report.add("residentBytesBefore", std::uint64_t{before.residentBytes});
    report.add("residentBytesAfter", std::uint64_t{after.residentBytes});
    report.add("residentBytesPerClient", perClient(before.residentBytes, after.residentBytes, options.clients));
    report.add("proportionalBytesPerClient",
               perClient(before.proportionalBytes, after.proportionalBytes, options.clients));
    report.add("anonymousBytesPerClient", perClient(before.anonymousBytes, after.anonymousBytes, options.clients));
    return report;
}

} // namespace relais::bench
