// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/queue/messagelog.h"

namespace relais::server {

/// The body of `GET /api/admin/users/{id}/queue`.
std::string encodeQueue(const UserId &user, const QueueContent &content, UnixTime now);

/// That of `DELETE`.
std::string encodePurged(const UserId &user, std::size_t count);

} // namespace relais::server
