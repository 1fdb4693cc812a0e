// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/router.h"

namespace relais::server {

/// The routes under `/api/admin/` that need no other thread: audit log, queues of users, history.
///
/// Lives in its I/O thread.
class AdminRoutes {
public:
    /// Adds its routes to the router.
    AdminRoutes(RealtimeSyncService &sync, const Gate &gate, Router &router);

private:
    void audit(HttpReply reply) const;
    void history(HttpReply reply) const;
    void showQueue(HttpReply reply) const;
    void purgeQueue(HttpReply reply, const Caller &caller) const;

    RealtimeSyncService &m_sync;
    const Gate &m_gate;
    const Router &m_router;
};

} // namespace relais::server
