// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/access/role.h"
#include "server/sync/serverstatus.h"

namespace relais::server {

/// The body of `GET /api/sync/status`, for those who may observe. `roles` are those of who asked, so that a client
/// can tell what it may do; without any there is no such member, as in the frames that all watchers share.
std::string encodeStatus(const ServerStatus &status, RoleSet roles = {});
/// For everyone else: the state, version and uptime.
std::string encodePublicStatus(const ServerStatus &status);

} // namespace relais::server
