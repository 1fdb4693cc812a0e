// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/dashboard/uiwatch.h"

#include <algorithm>
#include <numeric>
#include <pthread.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QEvent>

#include "bench/processmeter.h"
#include "bench/testbed.h"

namespace relais::bench {

namespace {

using Clock = std::chrono::steady_clock;
using Nanoseconds = UiWatch::Nanoseconds;

constexpr auto interval = std::chrono::milliseconds(2);

int probeType()
{
    static const int type = QEvent::registerEventType();
    return type;
}

class Probe final : public QEvent {
public:
    explicit Probe(Nanoseconds cpu)
        : QEvent(static_cast<Type>(probeType()))
        , postedCpu(cpu)
    {
    }
    const Clock::time_point posted = Clock::now();
    const Nanoseconds postedCpu;
};

Nanoseconds quantile(std::vector<Nanoseconds> values, double share)
{
    if (values.empty())
        return {};
    const auto position = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + position, values.end());
    return values[static_cast<std::size_t>(position)];
}

std::uint64_t tooLong(const std::vector<Nanoseconds> &values)
{
    return static_cast<std::uint64_t>(
        std::count_if(values.begin(), values.end(), [](Nanoseconds value) { return value > UiWatch::limit; }));
}

void addBlocking(Report &report, const std::vector<Nanoseconds> &cpu, const std::vector<Nanoseconds> &wall)
{
    report.add("longestCpuMs", toMilliseconds(quantile(cpu, 1)));
    report.add("p99CpuMs", toMilliseconds(quantile(cpu, 0.99)));
    report.add("tooLongCpu", tooLong(cpu));
    report.add("longestWallMs", toMilliseconds(quantile(wall, 1)));
    report.add("p99WallMs", toMilliseconds(quantile(wall, 0.99)));
    report.add("tooLongWall", tooLong(wall));
}

} // namespace

UiWatch::UiWatch()
{
    ::pthread_getcpuclockid(::pthread_self(), &m_clock);
    probeType(); // before there are two threads that want one
    m_poster = std::jthread([this](const std::stop_token &stop) { post(stop); });
}

UiWatch::~UiWatch()
{
    m_poster.request_stop();
    m_poster.join();
}

Nanoseconds UiWatch::cpuTime() const
{
    timespec time{};
    ::clock_gettime(m_clock, &time);
    return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
}

void UiWatch::post(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        if (!m_isUnderWay.exchange(true))
            QCoreApplication::postEvent(this, new Probe(cpuTime()));
        std::this_thread::sleep_for(interval);
    }
}

bool UiWatch::event(QEvent *event)
{
    if (event->type() != probeType())
        return QObject::event(event);
    const auto *const probe = static_cast<const Probe *>(event);
    if (m_isInStep) {
        m_steps[m_step].wall.push_back(Clock::now() - probe->posted);
        m_steps[m_step].cpu.push_back(cpuTime() - probe->postedCpu);
    }
    m_isUnderWay = false;
    return true;
}

void UiWatch::beginStep(const std::string &name)
{
    endStep();
    m_step = static_cast<std::size_t>(
        std::find_if(m_steps.begin(), m_steps.end(), [&](const Step &step) { return step.name == name; })
        - m_steps.begin());
    if (m_step == m_steps.size())
        m_steps.push_back({.name = name});
    m_cpuBefore = cpuTime();
    m_begun = Clock::now();
    m_isInStep = true;
}

void UiWatch::endStep()
{
    if (!m_isInStep)
        return;
    m_isInStep = false;
    Step &step = m_steps[m_step];
    step.used += cpuTime() - m_cpuBefore;
    step.lasted += Clock::now() - m_begun;
    step.resident = ProcessMeter(::getpid()).memoryUse().residentBytes;
}

void UiWatch::onHandled(Nanoseconds cpu, const QObject *receiver, int eventType)
{
    if (!m_isInStep || cpu <= m_steps[m_step].longest)
        return;
    m_steps[m_step].longest = cpu;
    m_steps[m_step].longestOf = std::string(receiver->metaObject()->className()) + ' '
        + receiver->objectName().toStdString() + " (" + std::to_string(eventType) + ')';
}

Report UiWatch::reportOf(const Step &step)
{
    Report report;
    report.add("step", step.name);
    addBlocking(report, step.cpu, step.wall);
    report.add("longestEventCpuMs", toMilliseconds(step.longest));
    report.add("longestEvent", step.longestOf);
    report.add("residentMiB", static_cast<double>(step.resident) / (1024 * 1024));
    report.add("busy", std::chrono::duration<double>(step.used) / std::chrono::duration<double>(step.lasted));
    return report;
}

void UiWatch::addTo(Report &report) const
{
    std::vector<Nanoseconds> cpu;
    std::vector<Nanoseconds> wall;
    std::vector<Report> rows;
    for (const Step &step : m_steps) {
        cpu.insert(cpu.end(), step.cpu.begin(), step.cpu.end());
        wall.insert(wall.end(), step.wall.begin(), step.wall.end());
        rows.push_back(reportOf(step));
    }
    addBlocking(report, cpu, wall);
    report.add("steps", std::move(rows));
}

} // namespace relais::bench
