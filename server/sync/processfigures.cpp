// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/sync/processfigures.h"

#include <cstdio>

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

namespace relais::server {

namespace {

std::chrono::microseconds toDuration(const timeval &time)
{
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

std::uint64_t residentBytes()
{
    unsigned long long size = 0;
    unsigned long long resident = 0;
    if (std::FILE *const file = std::fopen("/proc/self/statm", "re")) {
        if (std::fscanf(file, "%llu %llu", &size, &resident) != 2)
            resident = 0;
        std::fclose(file);
    }
    return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::uint64_t openDescriptors()
{
    std::uint64_t count = 0;
    if (DIR *const directory = opendir("/proc/self/fd")) {
        while (readdir(directory))
            ++count;
        closedir(directory);
    }
    return count > 3 ? count - 3 : 0; // ".", ".." and the directory itself
}

} // namespace

ProcessFigures ProcessFigures::read()
{
    ProcessFigures figures = readUsage();
    figures.openDescriptors = relais::server::openDescriptors();
    return figures;
}

ProcessFigures ProcessFigures::readUsage()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return {.cpuTime = toDuration(usage.ru_utime) + toDuration(usage.ru_stime),
            .residentBytes = relais::server::residentBytes(),
            .openDescriptors = 0};
}

} // namespace relais::server
