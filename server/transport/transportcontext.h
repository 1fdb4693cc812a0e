// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>

#include "server/transport/httpface.h"
#include "server/transport/reactor.h"
#include "server/transport/tlsstream.h"
#include "server/transport/transportcounters.h"
#include "server/transport/transportsettings.h"
#include "server/transport/websocketface.h"
#include "server/transport/websocketsession.h"

namespace relais::server {

/// What the connections of one I/O thread share. Borrowed by them; outlives them.
struct TransportContext {
    Reactor &reactor;
    const TransportSettings &settings;
    TransportCounters &counters;
    ByteCounters &bytes; ///< of this thread
    HttpFace &http;
    WebSocketFace &webSocket;
    WebSocketSessionFactory &sessions;
    TlsScratch *tls = nullptr; ///< null: no TLS is spoken

    /// Held by unfinished WebSocket messages in this thread, against TransportSettings::unfinishedBytes.
    std::size_t unfinishedBytes = 0;
    /// Held by unfinished bodies in this thread, against TransportSettings::unfinishedBodyBytes.
    std::size_t unfinishedBodyBytes = 0;
    /// Answers close their connections, so that clients go elsewhere.
    bool isDraining = false;
    /// Every read of the thread goes here first: an idle connection has no buffer.
    std::array<char, 64 * 1024> readBuffer{};
};

} // namespace relais::server
