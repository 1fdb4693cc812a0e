// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/testbed.h"

#include "bench/runfailed.h"

#include <ctime>

namespace relais::bench {

namespace {

using namespace std::chrono_literals;

std::chrono::nanoseconds ownCpuTime()
{
    timespec time{};
    checked(::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time), "clock_gettime");
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::vector<Report> sharesByThread(const CpuTime &used)
{
    const double total = static_cast<double>(std::max<std::int64_t>(used.total().count(), 1));
    std::vector<Report> rows;
    for (const ThreadTime &thread : used.threads) {
        if (thread.onCpu == 0ns)
            continue;
        Report row;
        row.add("name", thread.name);
        row.add("cpuMs", toMilliseconds(thread.onCpu));
        row.add("share", static_cast<double>(thread.onCpu.count()) / total);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

TestBed::TestBed(const TestBedOptions &options)
    : m_connector(options.addresses)
    , m_endpoint(options.endpoint)
    , m_deadline(MonotonicClock::now() + options.timeout)
{
    if (options.process > 0)
        m_meter.emplace(options.process);
}

void TestBed::waitUntil(const std::function<bool()> &isDone, const std::function<std::string()> &progress)
{
    if (!m_loop.runUntil(isDone, m_deadline))
        throw RunFailed("the time is up: " + progress());
}

void TestBed::settle()
{
    // A server at rest still ticks; one that works uses a good part of the pause.
    constexpr auto pause = 20ms;
    constexpr auto atRest = 200us;
    auto before = serverCpu().total();
    for (;;) {
        m_loop.runFor(pause);
        const auto after = serverCpu().total();
        if (after - before < atRest)
            return;
        if (isTimeUp())
            throw RunFailed("the time is up: the server does not come to rest");
        before = after;
    }
}

MemoryUse TestBed::serverMemory() const
{
    if (!m_meter)
        throw RunFailed("memory is measured of a process: give --pid");
    return m_meter->memoryUse();
}

Measurement::Measurement(TestBed &bed)
    : m_bed(bed)
    , m_server(bed.serverCpu())
    , m_generatorCpu(ownCpuTime())
    , m_begin(MonotonicClock::now())
{
}

void Measurement::end()
{
    m_wall = MonotonicClock::now() - m_begin;
    m_generatorCpu = ownCpuTime() - m_generatorCpu;
    m_bed.settle();
    m_server = m_bed.serverCpu().since(m_server);
}

void Measurement::addTo(Report &report, const std::string &unit, std::uint64_t count) const
{
    const auto seconds = std::chrono::duration<double>(m_wall).count();
    report.add("wallMs", toMilliseconds(m_wall));
    report.add("perSecond", static_cast<double>(count) / seconds);
    report.add("generatorBusy", std::chrono::duration<double>(m_generatorCpu).count() / seconds);
    if (!m_bed.isMetered())
        return;
    report.add("serverCpuMs", toMilliseconds(m_server.total()));
    report.add("cpuPer" + unit + "Us", toMicroseconds(m_server.total()) / static_cast<double>(count));
    report.add("threads", sharesByThread(m_server));
}

double toMicroseconds(std::chrono::nanoseconds duration)
{
    return std::chrono::duration<double, std::micro>(duration).count();
}

double toMilliseconds(std::chrono::nanoseconds duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

} // namespace relais::bench
