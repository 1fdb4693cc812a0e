// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/eventloop.h"
#include "bench/loopback.h"
#include "bench/processmeter.h"
#include "bench/report.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace relais::bench {

/// What every scenario is told.
struct TestBedOptions {
    Endpoint endpoint;
    pid_t process = 0; ///< of the server; 0: no figures of CPU and memory
    int addresses = 1; ///< loopback addresses that clients come from
    std::chrono::seconds timeout{60}; ///< for the whole run
};

/// What every scenario stands on: the loop, the way to the server, the meter on it, and the end of its time.
class TestBed {
public:
    explicit TestBed(const TestBedOptions &options);

    EventLoop &loop() { return m_loop; }
    LoopbackConnector &connector() { return m_connector; }
    const Endpoint &endpoint() const { return m_endpoint; }

    /// Runs the loop until isDone(). Throws RunFailed, with what progress() says, when the time of the run is
    /// up first.
    void waitUntil(const std::function<bool()> &isDone, const std::function<std::string()> &progress);
    bool isTimeUp() const { return MonotonicClock::now() >= m_deadline; }

    /// Runs the loop until the server rests, so that work it still does for the last step is in that step's
    /// figures.
    void settle();

    bool isMetered() const { return m_meter.has_value(); }
    CpuTime serverCpu() const { return m_meter ? m_meter->cpuTime() : CpuTime{}; }
    MemoryUse serverMemory() const; ///< throws RunFailed without a process to look at

private:
    EventLoop m_loop;
    LoopbackConnector m_connector;
    Endpoint m_endpoint;
    std::optional<ProcessMeter> m_meter;
    MonotonicTime m_deadline;
};

/// What one stretch of a run cost: begin it when the server rests, end it when the work is done.
class Measurement {
public:
    explicit Measurement(TestBed &bed);

    /// Notes the wall time at once, then waits until the server rests and notes its CPU time.
    void end();

    /// Adds wallMs, perSecond, and, when the server is metered, cpuPer`unit`Us, server CPU and its share by
    /// thread.
    void addTo(Report &report, const std::string &unit, std::uint64_t count) const;

private:
    TestBed &m_bed;
    CpuTime m_server;
    std::chrono::nanoseconds m_generatorCpu;
    MonotonicTime m_begin;
    std::chrono::nanoseconds m_wall{};
};

double toMicroseconds(std::chrono::nanoseconds duration);
double toMilliseconds(std::chrono::nanoseconds duration);

} // namespace relais::bench
