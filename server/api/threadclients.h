// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "common/protocol/errors.h"
#include "server/api/clientselection.h"

namespace relais::server {

class LongPolls;
class Reactor;
class WebSocketManager;

/// The clients of one I/O thread, of both transports, as operators see and admins disconnect them. Tens of thousands
/// are looked at in slices, one a pass, so that nobody's messages wait for it.
///
/// Lives in its I/O thread.
class ThreadClients {
public:
    using Listed = std::function<void(ClientSelection)>;

    ThreadClients(WebSocketManager &webSockets, LongPolls &longPolls, Reactor &reactor);

    /// `listed` gets what this thread has for the selection, in a later pass. Who comes meanwhile may be missing.
    void list(ClientSelection selection, Listed listed);
    /// Sends the client away: ErrorCode::Disconnected or ReconnectRequested. Who it was; nothing when it is not here.
    std::optional<ClientRow> disconnect(ClientName name, ErrorCode how);

    /// In each pass.
    void work();

private:
    struct Scan {
        ClientSelection selection;
        Listed listed;
        std::optional<std::vector<ClientName>> names; ///< once it has begun
        std::size_t next = 0;
    };
    std::vector<ClientName> names() const;
    std::optional<ClientRow> row(ClientName name) const;

    WebSocketManager &m_webSockets;
    LongPolls &m_longPolls;
    Reactor &m_reactor;
    std::deque<Scan> m_scans; ///< as many as ClientRoutes lets under way
};

} // namespace relais::server
