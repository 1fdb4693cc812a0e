// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/processmeter.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace relais::bench {

namespace {

namespace files = std::filesystem;

std::optional<std::string> contentsOf(const files::path &path)
{
    std::ifstream file(path);
    std::ostringstream contents;
    if (!file || !(contents << file.rdbuf()))
        return std::nullopt;
    return contents.str();
}

/// `Rss:      1234 kB`
std::optional<std::size_t> bytesOfField(std::string_view text, std::string_view name)
{
    const std::string opening = std::string("\n").append(name).append(":");
    const std::size_t at = text.find(opening);
    if (at == std::string_view::npos)
        return std::nullopt;
    std::string_view value = text.substr(at + opening.size());
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    std::size_t kibibytes = 0;
    if (std::from_chars(value.data(), value.data() + value.size(), kibibytes).ec != std::errc())
        return std::nullopt;
    return kibibytes * 1024;
}

} // namespace

std::chrono::nanoseconds CpuTime::total() const
{
    std::chrono::nanoseconds sum{};
    for (const ThreadTime &thread : threads)
        sum += thread.onCpu;
    return sum;
}

CpuTime CpuTime::since(const CpuTime &earlier) const
{
    CpuTime difference = *this;
    for (ThreadTime &thread : difference.threads) {
        const auto before = std::ranges::find(earlier.threads, thread.id, &ThreadTime::id);
        if (before != earlier.threads.end())
            thread.onCpu -= before->onCpu;
    }
    return difference;
}

CpuTime ProcessMeter::cpuTime() const
{
    CpuTime time;
    const files::path tasks = files::path("/proc") / std::to_string(m_process) / "task";
    for (const files::directory_entry &task : files::directory_iterator(tasks)) {
        const auto schedstat = contentsOf(task.path() / "schedstat");
        const auto onCpu = schedstat ? parseSchedstat(*schedstat) : std::nullopt;
        std::string name = contentsOf(task.path() / "comm").value_or("");
        if (!onCpu)
            continue; // a thread that ended since the folder was read
        std::erase(name, '\n');
        time.threads.push_back({std::stoi(task.path().filename().string()), std::move(name), *onCpu});
    }
    if (time.threads.empty())
        throw std::runtime_error("no thread of process " + std::to_string(m_process) + " has a schedstat");
    std::ranges::sort(time.threads, {}, &ThreadTime::id);
    return time;
}

MemoryUse ProcessMeter::memoryUse() const
{
    const auto text = contentsOf(files::path("/proc") / std::to_string(m_process) / "smaps_rollup");
    const auto use = text ? parseSmapsRollup(*text) : std::nullopt;
    if (!use)
        throw std::runtime_error("the smaps_rollup of process " + std::to_string(m_process) + " is not readable");
    return *use;
}

std::optional<std::chrono::nanoseconds> parseSchedstat(std::string_view text)
{
    std::int64_t nanoseconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), nanoseconds);
    if (error != std::errc() || end == text.data() + text.size() || *end != ' ')
        return std::nullopt;
    return std::chrono::nanoseconds(nanoseconds);
}

std::optional<MemoryUse> parseSmapsRollup(std::string_view text)
{
    const auto resident = bytesOfField(text, "Rss");
    const auto proportional = bytesOfField(text, "Pss");
    const auto anonymous = bytesOfField(text, "Anonymous");
    if (!resident || !proportional || !anonymous)
        return std::nullopt;
    return MemoryUse{*resident, *proportional, *anonymous};
}

} // namespace relais::bench
