// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

#include "common/core/result.h"
#include "common/protocol/cursor.h"
#include "common/protocol/userid.h"
#include "server/transport/httprequest.h"

namespace relais::server {

/// `GET /api/sync/poll?since=&wait=&limit=&userId=`
struct PollQuery {
    Since since = SinceBeginning{};
    std::chrono::milliseconds wait{0};
    std::size_t limit = 1000;
    std::optional<UserId> user;
};

/// Errors: InvalidCursor, InvalidParameter, InvalidUser, each with the parameter's name.
Result<PollQuery> parsePollQuery(const HttpRequest &request, std::chrono::milliseconds maximumWait);

/// `?userId=`, as development mode takes it. Errors: InvalidUser.
Result<std::optional<UserId>> parseUserParameter(const HttpRequest &request);

} // namespace relais::server
