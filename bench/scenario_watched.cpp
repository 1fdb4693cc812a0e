// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scenario_watched.h"

#include "bench/broadcaststream.h"

#include <algorithm>
#include <memory>

namespace relais::bench {

namespace {

/// Of one stretch.
struct Cost {
    double cpuPerDelivery = 0; ///< µs, of the server
    double wallPerDelivery = 0; ///< µs
};

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

template <typename Figure> double medianOf(const std::vector<Cost> &costs, Figure figure)
{
    std::vector<double> values;
    std::ranges::transform(costs, std::back_inserter(values), figure);
    return median(std::move(values));
}

/// Of each round with to the one without: the machine was in the same mood.
template <typename Figure>
double ratioOf(const std::vector<Cost> &with, const std::vector<Cost> &without, Figure figure)
{
    std::vector<double> ratios;
    for (std::size_t round = 0; round < with.size(); ++round)
        ratios.push_back(std::invoke(figure, with[round]) / std::invoke(figure, without[round]));
    return median(std::move(ratios));
}

Cost publish(TestBed &bed, BroadcastStream &stream, std::size_t messages)
{
    bed.settle();
    const auto cpu = bed.serverCpu();
    const auto begin = MonotonicClock::now();
    stream.publish(messages);
    const auto wall = MonotonicClock::now() - begin;
    bed.settle();
    const auto deliveries = static_cast<double>(messages * stream.receivers());
    return {.cpuPerDelivery = toMicroseconds(bed.serverCpu().since(cpu).total()) / deliveries,
            .wallPerDelivery = toMicroseconds(wall) / deliveries};
}

/// Milliseconds of CPU that the server takes in a second in which nothing is published.
double costAtRest(TestBed &bed, std::chrono::seconds duration)
{
    bed.settle();
    const auto cpu = bed.serverCpu();
    bed.loop().runFor(duration);
    return toMilliseconds(bed.serverCpu().since(cpu).total()) / static_cast<double>(duration.count());
}

} // namespace

Report runWatched(TestBed &bed, const WatchedOptions &options)
{
    BroadcastStream stream(bed,
                           {.clients = options.clients,
                            .window = options.window,
                            .bytes = options.bytes,
                            .messages = (2 * options.rounds + 1) * options.messages});
    const double atRest = costAtRest(bed, options.rest);
    auto atRestWatcher = std::make_unique<Watcher>(bed, options.page);
    const double watchedAtRest = costAtRest(bed, options.rest);
    atRestWatcher.reset();
    stream.publish(options.messages); // to warm up
    std::vector<Cost> without;
    std::vector<Cost> with;
    std::uint64_t figures = 0;
    std::uint64_t taps = 0;
    std::uint64_t lists = 0;
    const auto withWatcher = [&] {
        const auto watcher = std::make_unique<Watcher>(bed, options.page);
        with.push_back(publish(bed, stream, options.messages));
        figures += watcher->figures();
        taps += watcher->taps();
        lists += watcher->lists();
    };
    // Without, with, with, without: a machine that gets slower, or the first after a change, is no advantage.
    for (std::size_t round = 0; round < options.rounds; ++round) {
        if (round % 2 == 1)
            withWatcher();
        without.push_back(publish(bed, stream, options.messages));
        if (round % 2 == 0)
            withWatcher();
    }
    stream.verify();

    Report report;
    report.add("scenario", std::string("watched"));
    report.add("page", std::string(nameOf(options.page)));
    report.add("clients", std::uint64_t{options.clients});
    report.add("window", std::uint64_t{options.window});
    report.add("messages", std::uint64_t{options.messages});
    report.add("rounds", std::uint64_t{options.rounds});
    report.add("figures", figures);
    report.add("taps", taps);
    report.add("lists", lists);
    report.add("cpuPerDeliveryUs", medianOf(without, &Cost::cpuPerDelivery));
    report.add("watchedCpuPerDeliveryUs", medianOf(with, &Cost::cpuPerDelivery));
    report.add("cpuRatio", ratioOf(with, without, &Cost::cpuPerDelivery));
    report.add("restCpuMsPerSecond", atRest);
    report.add("watchedRestCpuMsPerSecond", watchedAtRest);
    report.add("perSecond", 1e6 / medianOf(without, &Cost::wallPerDelivery));
    report.add("watchedPerSecond", 1e6 / medianOf(with, &Cost::wallPerDelivery));
    report.add("wallRatio", ratioOf(with, without, &Cost::wallPerDelivery));
    return report;
}

} // namespace relais::bench
