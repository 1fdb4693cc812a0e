// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "server/queue/messagequeueservice.h"
#include "server/sync/clientregistry.h"
#include "server/sync/processfigures.h"
#include "server/sync/syncstatistics.h"
#include "server/sync/transportfigures.h"

namespace relais::server {

/// The figures behind `status`, at one moment.
struct ServerStatus {
    bool isDraining = false;
    MessageQueueService::JournalState journal = MessageQueueService::JournalState::None;
    std::string version;
    std::string node;
    std::chrono::milliseconds uptime{};
    UnixTime now;

    ClientRegistry::Figures clients;
    TransportFigures transport;

    LogFigures queue;
    LogLimits queueLimits;

    std::uint64_t messagesIn = 0;
    std::uint64_t messagesOut = 0;
    std::uint64_t errors = 0;
    SyncStatistics::Rates rates;
    std::chrono::nanoseconds latencyMedian{};
    std::chrono::nanoseconds latency90{};
    std::chrono::nanoseconds latency99{};

    ProcessFigures process;
    double cpuPercent = 0; ///< of one core, over the last seconds
};

} // namespace relais::server
