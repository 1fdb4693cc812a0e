// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/listensocket.h"

#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace relais::server {

namespace {

// The kernel cuts it to net.core.somaxconn. Room for ten thousand clients that come back at once.
constexpr int backlog = 16384;

socklen_t toSocketAddress(const QHostAddress &address, std::uint16_t port, sockaddr_storage &storage)
{
    storage = {};
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        auto &ipv4 = reinterpret_cast<sockaddr_in &>(storage);
        ipv4.sin_family = AF_INET;
        ipv4.sin_port = htons(port);
        ipv4.sin_addr.s_addr = htonl(address.toIPv4Address());
        return sizeof ipv4;
    }
    auto &ipv6 = reinterpret_cast<sockaddr_in6 &>(storage);
    ipv6.sin6_family = AF_INET6;
    ipv6.sin6_port = htons(port);
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    std::memcpy(&ipv6.sin6_addr, &bytes, sizeof bytes);
    return sizeof ipv6;
}

bool enable(int descriptor, int level, int option)
{
    const int on = 1;
    return setsockopt(descriptor, level, option, &on, sizeof on) == 0;
}

std::uint16_t boundPort(int descriptor)
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    getsockname(descriptor, reinterpret_cast<sockaddr *>(&storage), &size);
    return ntohs(storage.ss_family == AF_INET ? reinterpret_cast<const sockaddr_in &>(storage).sin_port
                                              : reinterpret_cast<const sockaddr_in6 &>(storage).sin6_port);
}

FileDescriptor bindOne(const QHostAddress &address, std::uint16_t port, bool isFirst)
{
    sockaddr_storage storage;
    const socklen_t size = toSocketAddress(address, port, storage);
    FileDescriptor descriptor(socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!descriptor.isOpen())
        return {};
    enable(descriptor.value(), SOL_SOCKET, SO_REUSEADDR);
    if (storage.ss_family == AF_INET6)
        enable(descriptor.value(), IPPROTO_IPV6, IPV6_V6ONLY);
    if (!isFirst)
        enable(descriptor.value(), SOL_SOCKET, SO_REUSEPORT);
    if (bind(descriptor.value(), reinterpret_cast<const sockaddr *>(&storage), size) != 0)
        return {};
    if (isFirst)
        enable(descriptor.value(), SOL_SOCKET, SO_REUSEPORT);
    return descriptor;
}

} // namespace

std::variant<ListenGroup, ListenError> listenOn(const QHostAddress &address, std::uint16_t port, int count)
{
    ListenGroup group{.address = address, .port = port, .descriptors = {}};
    for (int i = 0; i < count; ++i) {
        FileDescriptor descriptor = bindOne(address, group.port, i == 0);
        if (!descriptor.isOpen() || listen(descriptor.value(), backlog) != 0) {
            const int error = errno;
            return ListenError{error, std::strerror(error)};
        }
        if (group.port == 0)
            group.port = boundPort(descriptor.value());
        group.descriptors.push_back(std::move(descriptor));
    }
    return group;
}

} // namespace relais::server
