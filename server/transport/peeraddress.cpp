// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/peeraddress.h"

#include <array>
#include <cstring>

#include <arpa/inet.h>
#include <sys/socket.h>

namespace relais::server {

std::string PeerAddress::toString() const
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    std::string result;
    if (IN6_IS_ADDR_V4MAPPED(&address)) {
        inet_ntop(AF_INET, &address.s6_addr[12], text.data(), text.size());
        result = text.data();
    } else {
        inet_ntop(AF_INET6, &address, text.data(), text.size());
        result = std::string("[") + text.data() + ']';
    }
    return result + ':' + std::to_string(port);
}

PeerAddress PeerAddress::ofSocket(int descriptor)
{
    PeerAddress peer;
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    if (getpeername(descriptor, reinterpret_cast<sockaddr *>(&storage), &size) != 0)
        return peer;
    if (storage.ss_family == AF_INET) {
        const auto &ipv4 = reinterpret_cast<const sockaddr_in &>(storage);
        peer.address.s6_addr[10] = peer.address.s6_addr[11] = 0xff;
        std::memcpy(&peer.address.s6_addr[12], &ipv4.sin_addr, 4);
        peer.port = ntohs(ipv4.sin_port);
    } else if (storage.ss_family == AF_INET6) {
        const auto &ipv6 = reinterpret_cast<const sockaddr_in6 &>(storage);
        peer.address = ipv6.sin6_addr;
        peer.port = ntohs(ipv6.sin6_port);
    }
    return peer;
}

} // namespace relais::server
