// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/loopback.h"

#include <arpa/inet.h>
#include <charconv>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace relais::bench {

namespace {

sockaddr_in socketAddress(std::uint32_t address, std::uint16_t port)
{
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_addr.s_addr = htonl(address);
    result.sin_port = htons(port);
    return result;
}

const sockaddr *asGeneric(const sockaddr_in &address)
{
    return reinterpret_cast<const sockaddr *>(&address);
}

Descriptor openSocket()
{
    return Descriptor(checked(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket"));
}

void setOption(const Descriptor &socket, int level, int option)
{
    const int on = 1;
    checked(::setsockopt(socket.number(), level, option, &on, sizeof on), "setsockopt");
}

} // namespace

std::string Endpoint::authority() const
{
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) {
        text += std::to_string((address >> shift) & 0xff);
        text += shift > 0 ? '.' : ':';
    }
    return text + std::to_string(port);
}

std::optional<Endpoint> parseLoopbackUrl(std::string_view url)
{
    Endpoint endpoint;
    endpoint.isSecure = url.starts_with("https://");
    if (!endpoint.isSecure && !url.starts_with("http://"))
        return std::nullopt;
    url.remove_prefix(url.find("//") + 2);
    if (url.ends_with('/'))
        url.remove_suffix(1);
    const std::size_t colon = url.find(':');
    if (colon == std::string_view::npos)
        return std::nullopt;

    const std::string_view portText = url.substr(colon + 1);
    const auto [end, error] = std::from_chars(portText.data(), portText.data() + portText.size(), endpoint.port);
    if (error != std::errc() || end != portText.data() + portText.size() || endpoint.port == 0)
        return std::nullopt;

    const std::string host(url.substr(0, colon));
    in_addr address{};
    if (host == "localhost")
        address.s_addr = htonl(INADDR_LOOPBACK);
    else if (::inet_pton(AF_INET, host.c_str(), &address) != 1)
        return std::nullopt;
    endpoint.address = ntohl(address.s_addr);
    if (endpoint.address >> 24 != 127)
        return std::nullopt;
    return endpoint;
}

Descriptor LoopbackConnector::connect(const Endpoint &endpoint)
{
    const sockaddr_in to = socketAddress(endpoint.address, endpoint.port);
    for (;;) {
        Descriptor socket = openSocket();
        // The port is chosen at connect() for this one destination, not at bind() for all of them.
        setOption(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT);
        const auto source = INADDR_LOOPBACK + static_cast<std::uint32_t>(m_first + m_next);
        m_next = (m_next + 1) % m_addresses;
        const sockaddr_in from = socketAddress(source, 0);
        checked(::bind(socket.number(), asGeneric(from), sizeof from), "bind");
        disableNagle(socket);
        if (::connect(socket.number(), asGeneric(to), sizeof to) == 0 || errno == EINPROGRESS)
            return socket;
        if (errno != EADDRNOTAVAIL || m_addresses == MaximumAddresses)
            throw std::system_error(errno, std::generic_category(), "connect to " + endpoint.authority());
        m_next = m_addresses++;
    }
}

Descriptor listenOnLoopback(std::uint16_t port)
{
    Descriptor socket = openSocket();
    setOption(socket, SOL_SOCKET, SO_REUSEADDR);
    const sockaddr_in address = socketAddress(INADDR_LOOPBACK, port);
    checked(::bind(socket.number(), asGeneric(address), sizeof address), "bind");
    checked(::listen(socket.number(), SOMAXCONN), "listen");
    return socket;
}

std::uint16_t localPort(const Descriptor &socket)
{
    sockaddr_in address{};
    socklen_t size = sizeof address;
    checked(::getsockname(socket.number(), reinterpret_cast<sockaddr *>(&address), &size), "getsockname");
    return ntohs(address.sin_port);
}

void disableNagle(const Descriptor &socket)
{
    setOption(socket, IPPROTO_TCP, TCP_NODELAY);
}

} // namespace relais::bench
