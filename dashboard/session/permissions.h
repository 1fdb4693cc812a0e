// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

namespace relais::dashboard {

/// What the dashboard may do with the token it has, as far as it can tell; the server decides. What is unknown counts
/// as allowed: a button that the server refuses says so, one that is disabled by mistake helps nobody.
struct Permissions {
    bool mayObserve = true; ///< figures, clients, queues, audit, the live messages
    bool mayBroadcast = true;
    bool mayAdminister = true; ///< force a sync, disconnect, purge

    bool operator==(const Permissions &) const = default;

    static Permissions ofRoles(const QStringList &roles);
    /// From the `roles` of a JWT, which are read here without being verified. Everything for an API key, whose roles
    /// only the server knows: it says them in its status.
    static Permissions ofToken(const QByteArray &token);
};

} // namespace relais::dashboard
