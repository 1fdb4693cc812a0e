// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/descriptor.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relais::bench {

/// Where the server under test listens: always this machine. A load generator that can be pointed at others
/// is a weapon.
struct Endpoint {
    std::uint32_t address = 0; ///< IPv4, host byte order, in 127.0.0.0/8
    std::uint16_t port = 0;
    bool isSecure = false; ///< spoken to through TLS

    std::string authority() const; ///< as in the Host field
    bool operator==(const Endpoint &) const = default;
};

/// Reads `http://127.x.y.z:PORT` or `http://localhost:PORT`, or the same with https, and an optional `/` at the end;
/// nothing else.
std::optional<Endpoint> parseLoopbackUrl(std::string_view url);

/// Opens non-blocking connections, spread over 127.0.0.1 to 127.0.0.`addresses`. One source address has about
/// 28 000 ports towards one server; when they run out the connector goes on from one more address by itself.
class LoopbackConnector {
public:
    /// `first`: 1 begins with 127.0.0.2, so that 127.0.0.1 is somebody else's.
    explicit LoopbackConnector(int addresses = 1, int first = 0)
        : m_addresses(addresses)
        , m_first(first)
    {
    }

    /// The connection is most likely still in progress: EPOLLOUT tells. Throws std::system_error when there
    /// is no way.
    Descriptor connect(const Endpoint &endpoint);

private:
    static constexpr int MaximumAddresses = 250;

    int m_addresses;
    int m_first;
    int m_next = 0;
};

/// A listening, non-blocking socket on 127.0.0.1; port 0 takes a free one.
Descriptor listenOnLoopback(std::uint16_t port);
std::uint16_t localPort(const Descriptor &socket);
void disableNagle(const Descriptor &socket);

} // namespace relais::bench
