// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/sync/serverstatus.h"

namespace relais::server {

/// The body of `GET /api/sync/status`.
std::string encodeStatus(const ServerStatus &status);

} // namespace relais::server
