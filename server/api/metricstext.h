// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "server/sync/realtimesyncservice.h"

namespace relais::server {

/// Of what encodeMetrics() makes.
inline constexpr std::string_view metricsMediaType = "text/plain; version=0.0.4; charset=utf-8";

/// The figures as Prometheus reads them (text format 0.0.4), for `GET /metrics`. All counters count from the start of
/// the process.
std::string encodeMetrics(const RealtimeSyncService &sync);

} // namespace relais::server
