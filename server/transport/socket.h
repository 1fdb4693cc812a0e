// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "server/transport/connectionlimiter.h"
#include "server/transport/filedescriptor.h"
#include "server/transport/peeraddress.h"

namespace relais::server {

/// How far a read or a write came.
struct Transfer {
    enum class Status : unsigned char {
        Done, ///< all of it, or on reading: something
        WouldBlock, ///< the kernel has no room or no data now
        Ended, ///< the other side has closed its direction (reading only)
        Failed, ///< the connection is gone
    };
    std::size_t bytes = 0;
    Status status = Status::Done;
};

/// An accepted TCP socket with the place it holds among the limits. No call waits, whatever the descriptor's flags
/// are.
class Socket {
public:
    Socket(FileDescriptor descriptor, PeerAddress peer, ConnectionLimiter::Place place);

    int descriptor() const { return m_descriptor.value(); }
    const PeerAddress &peer() const { return m_peer; }

    Transfer read(std::span<char> buffer);
    Transfer write(std::string_view bytes);
    /// No more will be written: the other side reads to the end and then sees it.
    void shutDownWriting();

private:
    FileDescriptor m_descriptor;
    PeerAddress m_peer;
    ConnectionLimiter::Place m_place;
};

} // namespace relais::server
