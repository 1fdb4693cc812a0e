// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/peeraddress.h"

#include <array>
#include <cstring>

#include <arpa/inet.h>
#include <sys/socket.h>

namespace relais::server {

namespace {

in6_addr mapped(const in_addr &ipv4)
{
    in6_addr address{};
    address.s6_addr[10] = address.s6_addr[11] = 0xff;
    std::memcpy(&address.s6_addr[12], &ipv4, sizeof ipv4);
    return address;
}

} // namespace

std::string PeerAddress::toString() const
{
    if (port == 0)
        return host();
    const std::string shown = isIpv4() ? host() : '[' + host() + ']';
    return shown + ':' + std::to_string(port);
}

std::string PeerAddress::host() const
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (isIpv4())
        inet_ntop(AF_INET, &address.s6_addr[12], text.data(), text.size());
    else
        inet_ntop(AF_INET6, &address, text.data(), text.size());
    return text.data();
}

AddressKey PeerAddress::limitKey() const
{
    AddressKey key{};
    std::memcpy(key.data(), &address, isIpv4() ? key.size() : key.size() / 2);
    return key;
}

std::optional<PeerAddress> PeerAddress::parse(std::string_view text)
{
    // inet_pton() wants an end, and stops at a NUL: what is behind it must not go unseen.
    std::array<char, INET6_ADDRSTRLEN> terminated{};
    if (text.empty() || text.size() >= terminated.size() || text.find('\0') != std::string_view::npos)
        return std::nullopt;
    text.copy(terminated.data(), text.size());
    PeerAddress parsed;
    if (inet_pton(AF_INET6, terminated.data(), &parsed.address) == 1)
        return parsed;
    in_addr ipv4{};
    if (inet_pton(AF_INET, terminated.data(), &ipv4) != 1)
        return std::nullopt;
    parsed.address = mapped(ipv4);
    return parsed;
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
        peer.address = mapped(ipv4.sin_addr);
        peer.port = ntohs(ipv4.sin_port);
    } else if (storage.ss_family == AF_INET6) {
        const auto &ipv6 = reinterpret_cast<const sockaddr_in6 &>(storage);
        peer.address = ipv6.sin6_addr;
        peer.port = ntohs(ipv6.sin6_port);
    }
    return peer;
}

} // namespace relais::server
