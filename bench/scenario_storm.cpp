// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scenario_storm.h"

#include "bench/benchmessage.h"
#include "bench/deliveryledger.h"
#include "bench/httpclient.h"
#include "bench/httpresponse.h"
#include "bench/runfailed.h"
#include "bench/websocketfleet.h"

namespace relais::bench {

namespace {

Report figuresOf(const Measurement &measurement, const std::string &unit, std::size_t clients)
{
    Report report;
    report.add("step", unit);
    measurement.addTo(report, unit, clients);
    return report;
}

void publish(TestBed &bed, std::size_t messages)
{
    HttpClient publisher(bed.loop());
    std::size_t acknowledged = 0;
    publisher.onResponse([&](const HttpResponse &response) {
        if (response.status != 200)
            throw RunFailed("a send was refused: " + std::string(response.head).append(response.body));
        ++acknowledged;
    });
    publisher.open(bed.connector(), bed.endpoint());
    for (std::uint32_t sequence = 0; sequence < messages; ++sequence) {
        publisher.postJson("/api/sync/send", BenchMessage{.sequence = sequence}.toJson());
        bed.waitUntil([&] { return acknowledged > sequence; },
                      [&] { return "message " + std::to_string(sequence) + " was not acknowledged"; });
    }
}

} // namespace

Report runStorm(TestBed &bed, const StormOptions &options)
{
    WebSocketFleet fleet(bed);
    DeliveryLedger ledger(options.clients, options.missed);
    SequenceReader reader;
    fleet.onText([&](WebSocketClient &client, std::string_view text) {
        if (const auto sequence = reader.read(text))
            ledger.record(client.index(), *sequence);
    });

    bed.settle();
    Measurement connecting(bed);
    fleet.connect(
        options.clients, [](std::size_t) { return std::string("/ws"); }, WebSocketFleet::AllAtOnce);
    connecting.end();

    const std::string target = "/ws?since=" + percentEncoded(fleet.lastCursor());
    fleet.closeAll();
    publish(bed, options.missed);
    bed.settle();

    Measurement resuming(bed);
    fleet.reconnect([&](std::size_t) { return target; }, WebSocketFleet::AllAtOnce);
    bed.waitUntil([&] { return ledger.completed() == options.missed; },
                  [&] { return std::to_string(ledger.missing(options.missed)) + " deliveries did not come"; });
    resuming.end();
    ledger.verify(options.missed);
    if (fleet.resets() > 0)
        throw RunFailed(std::to_string(fleet.resets()) + " clients were told to reset, though nothing was lost");

    Report report;
    report.add("scenario", std::string("storm"));
    report.add("clients", std::uint64_t{options.clients});
    report.add("missed", std::uint64_t{options.missed});
    report.add("steps",
               std::vector{figuresOf(connecting, "Handshake", options.clients),
                           figuresOf(resuming, "Resume", options.clients)});
    return report;
}

} // namespace relais::bench
