// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

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

/// recv() and send() on a socket, without waiting, whatever the descriptor's flags are.
Transfer receiveFrom(int descriptor, std::span<char> buffer);
Transfer sendTo(int descriptor, std::string_view bytes);

} // namespace relais::server
