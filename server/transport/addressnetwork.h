// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/core/result.h"
#include "server/transport/peeraddress.h"

namespace relais::server {

/// The addresses that begin with the same bits, in CIDR notation: "10.0.0.0/8", "2001:db8::/32", "127.0.0.1".
class AddressNetwork {
public:
    /// Bits behind the prefix must be zero: "10.1.2.3/8" may be meant as one host as well as a network, and trusting
    /// the wrong one is not noticed. Errors: BadRequest, with the reason as detail.
    static Result<AddressNetwork> parse(std::string_view text);

    /// An IPv4 address is in no IPv6 network, not even ::/0, unless that lies within ::ffff:0:0/96.
    bool contains(const PeerAddress &peer) const;
    std::string toString() const;

private:
    AddressNetwork(const PeerAddress &first, unsigned prefixBits)
        : m_first(first)
        , m_prefixBits(prefixBits)
    {
    }

    PeerAddress m_first;
    unsigned m_prefixBits; ///< of the 128 of an IPv6 address
};

/// Several networks. An empty list contains nothing.
class NetworkList {
public:
    NetworkList() = default;
    explicit NetworkList(std::vector<AddressNetwork> networks)
        : m_networks(std::move(networks))
    {
    }
    /// Errors: as AddressNetwork::parse(), of the first that is wrong.
    static Result<NetworkList> parse(std::span<const std::string> texts);

    bool contains(const PeerAddress &peer) const;
    bool isEmpty() const { return m_networks.empty(); }

private:
    std::vector<AddressNetwork> m_networks;
};

} // namespace relais::server
