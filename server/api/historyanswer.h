// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "common/core/result.h"
#include "server/sync/history.h"
#include "server/transport/httprequest.h"

namespace relais::server {

/// `GET /api/admin/history?range=`: 5m (also without it), 1h or 24h. Errors: InvalidParameter.
Result<History::Range> parseHistoryRange(const HttpRequest &request);

/// Its body: the name of each figure once, then its values in an array, so that a day of them is some 50 KB.
std::string encodeHistory(History::Range range, std::span<const HistoryPoint> points);

} // namespace relais::server
