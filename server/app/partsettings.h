// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/access/accessservice.h"
#include "server/access/auditlog.h"
#include "server/api/apisettings.h"
#include "server/config/settings.h"
#include "server/journal/journalopening.h"
#include "server/limits/ratelimiter.h"
#include "server/queue/messagelog.h"
#include "server/sync/realtimesyncservice.h"
#include "server/transport/tlscontext.h"
#include "server/transport/transportsettings.h"

namespace relais::server {

/// What each part of the server is told of the settings: parts know only their own.
LogLimits logLimits(const Settings &settings);
JournalSettings journalSettings(const Settings &settings);
RealtimeSyncService::Settings syncSettings(const Settings &settings);
TransportSettings transportSettings(const Settings &settings);
TlsSettings tlsSettings(const Settings &settings);
AccessService::Settings accessSettings(const Settings &settings);
RateLimiterSettings rateLimiterSettings(const Settings &settings);
AuditLogSettings auditSettings(const Settings &settings);
ApiSettings apiSettings(const Settings &settings);

} // namespace relais::server
