// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace relais::bench {

struct ThreadTime {
    pid_t id = 0;
    std::string name;
    std::chrono::nanoseconds onCpu{};
};

/// The CPU time of a process by thread, in the order of thread ids.
struct CpuTime {
    std::vector<ThreadTime> threads;

    std::chrono::nanoseconds total() const;
    /// What was used since `earlier`, thread by thread.
    CpuTime since(const CpuTime &earlier) const;
};

struct MemoryUse {
    std::size_t residentBytes = 0;
    std::size_t proportionalBytes = 0; ///< shared pages divided by who shares them
    std::size_t anonymousBytes = 0; ///< heap and stacks: what the process itself allocated
};

/// Reads what the kernel knows of another process from /proc. Throws std::runtime_error when it is gone.
class ProcessMeter {
public:
    explicit ProcessMeter(pid_t process)
        : m_process(process)
    {
    }

    /// From schedstat, which counts nanoseconds; /proc/PID/stat counts ticks of 10 ms. A thread that is
    /// running at this moment is up to a tick behind, so it is taken when the process rests.
    CpuTime cpuTime() const;
    MemoryUse memoryUse() const;

private:
    pid_t m_process;
};

/// The first number of a schedstat file: nanoseconds on a CPU.
std::optional<std::chrono::nanoseconds> parseSchedstat(std::string_view text);
/// Of a smaps_rollup file. Nothing when a figure is missing.
std::optional<MemoryUse> parseSmapsRollup(std::string_view text);

} // namespace relais::bench
