// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/sync/serverstatus.h"

namespace relais::server {

/// The body of `GET /api/sync/status`, for those who may observe.
std::string encodeStatus(const ServerStatus &status);
/// For everyone else: the state, version and uptime.
std::string encodePublicStatus(const ServerStatus &status);

} // namespace relais::server
