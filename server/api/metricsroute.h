// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/apisettings.h"
#include "server/api/router.h"

namespace relais::server {

/// `GET /metrics`, for those whom the setting lets in.
///
/// Lives in its I/O thread.
class MetricsRoute {
public:
    /// Adds its route to the router.
    MetricsRoute(const RealtimeSyncService &sync, const Gate &gate, const ApiSettings &settings, Router &router);

private:
    void answer(HttpReply reply) const;
    bool isOpenFor(const HttpReply &reply) const;

    const RealtimeSyncService &m_sync;
    const Gate &m_gate;
    const ApiSettings &m_settings;
    const Router &m_router;
};

} // namespace relais::server
