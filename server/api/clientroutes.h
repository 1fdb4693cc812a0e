// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "server/api/clientdirectory.h"
#include "server/api/clientselection.h"
#include "server/api/router.h"

namespace relais::server {

/// `/api/admin/clients`: who is connected, and sending somebody away. The clients are in all I/O threads, so each
/// request is a question to all of them, answered when the last has said what it knows.
///
/// Lives in its I/O thread.
class ClientRoutes {
public:
    /// `thread`: this one. Adds its routes to the router.
    ClientRoutes(const Gate &gate, ClientDirectory &directory, ClientDirectory::Thread thread, Router &router,
                 const Clock &clock);

private:
    using Number = std::uint64_t;
    struct Listing {
        HttpReply reply;
        ClientSelection selection;
        std::size_t threadsLeft = 0;
    };
    struct Disconnection {
        HttpReply reply;
        Caller caller;
        std::string target; ///< as the audit log names the client
        ErrorCode how;
        std::size_t threadsLeft = 0;
        std::optional<ClientRow> found;
    };

    void list(HttpReply reply);
    void onListed(Number number, ClientSelection selection);
    void disconnect(HttpReply reply, const Caller &caller);
    void onDisconnected(Number number, std::optional<ClientRow> found);
    void answerDisconnection(Disconnection done);

    const Gate &m_gate;
    ClientDirectory &m_directory;
    const ClientDirectory::Thread m_thread;
    const Router &m_router;
    const Clock &m_clock;
    std::unordered_map<Number, Listing> m_listings; ///< by number, since only values leave this thread
    std::unordered_map<Number, Disconnection> m_disconnections;
    Number m_lastNumber = 0;
};

} // namespace relais::server
