// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "common/core/result.h"
#include "server/access/audithistory.h"
#include "server/transport/httprequest.h"

namespace relais::server {

/// `GET /api/admin/audit?actor=&action=&limit=&before=`. Errors: InvalidParameter, with the parameter's name.
Result<AuditQuery> parseAuditQuery(const HttpRequest &request);

/// Its body: `{"success":true,"records":[…],"count":n,"hasMore":false}`, the newest record first.
std::string encodeAuditPage(const AuditPage &page);

} // namespace relais::server
