// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <QHostAddress>

#include "common/core/filedescriptor.h"

namespace relais::server {

/// The listening descriptors of one address: one for each I/O thread, among which the kernel spreads the connections.
struct ListenGroup {
    QHostAddress address;
    std::uint16_t port = 0;
    std::vector<FileDescriptor> descriptors;
};

/// Why an address could not be listened on.
struct ListenError {
    int systemError = 0; ///< errno
    std::string text; ///< for a person
};

/// Binds `count` non-blocking descriptors to an address and listens, with SO_REUSEPORT. That option alone would let a
/// second server of the same user bind the port beside the first and take half of its clients; so the first
/// descriptor is bound without it, which fails when anyone is there, and gets it afterwards. Port 0 takes a free one.
std::variant<ListenGroup, ListenError> listenOn(const QHostAddress &address, std::uint16_t port, int count);

} // namespace relais::server
