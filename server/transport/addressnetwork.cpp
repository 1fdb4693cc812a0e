// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/addressnetwork.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace relais::server {

namespace {

constexpr unsigned addressBits = 128;
constexpr unsigned ipv4Bits = 32;
constexpr unsigned bitsBeforeIpv4 = addressBits - ipv4Bits;

Error refuse(std::string detail)
{
    return {ErrorCode::BadRequest, std::move(detail), {}};
}

/// Decimal digits, up to `maximum`.
std::optional<unsigned> parsePrefix(std::string_view text, unsigned maximum)
{
    unsigned bits = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
    if (error != std::errc() || end != text.data() + text.size() || bits > maximum)
        return std::nullopt;
    return bits;
}

/// The bits of byte `index` that belong to the prefix.
std::uint8_t maskOf(unsigned prefixBits, unsigned index)
{
    const unsigned inByte = std::clamp(prefixBits, index * 8, index * 8 + 8) - index * 8;
    return static_cast<std::uint8_t>(0xff00U >> inByte);
}

bool startsAlike(const in6_addr &left, const in6_addr &right, unsigned prefixBits)
{
    for (unsigned i = 0; i * 8 < prefixBits; ++i) {
        if (((left.s6_addr[i] ^ right.s6_addr[i]) & maskOf(prefixBits, i)) != 0)
            return false;
    }
    return true;
}

} // namespace

Result<AddressNetwork> AddressNetwork::parse(std::string_view text)
{
    const std::size_t slash = text.find('/');
    const std::string_view host = text.substr(0, slash);
    const auto first = PeerAddress::parse(host);
    if (!first)
        return refuse("not an IP address or network");
    // Written as IPv6, an IPv4 address counts its prefix as IPv6 does.
    const unsigned bits = host.find(':') == std::string_view::npos ? ipv4Bits : addressBits;
    const auto prefix = slash == std::string_view::npos ? bits : parsePrefix(text.substr(slash + 1), bits);
    if (!prefix)
        return refuse("the number behind '/' must be from 0 to " + std::to_string(bits));
    const unsigned prefixBits = *prefix + (addressBits - bits);

    PeerAddress masked = *first;
    for (unsigned i = 0; i < sizeof masked.address.s6_addr; ++i)
        masked.address.s6_addr[i] &= maskOf(prefixBits, i);
    if (!startsAlike(masked.address, first->address, addressBits))
        return refuse("bits behind the first " + std::to_string(*prefix) + " are not zero; the network is "
                      + AddressNetwork(masked, prefixBits).toString() + ", one address is " + first->host());
    return AddressNetwork(*first, prefixBits);
}

bool AddressNetwork::contains(const PeerAddress &peer) const
{
    if (peer.isIpv4() && m_prefixBits < bitsBeforeIpv4)
        return false;
    return startsAlike(m_first.address, peer.address, m_prefixBits);
}

std::string AddressNetwork::toString() const
{
    const bool isIpv4 = m_first.isIpv4() && m_prefixBits >= bitsBeforeIpv4;
    return m_first.host() + '/' + std::to_string(isIpv4 ? m_prefixBits - bitsBeforeIpv4 : m_prefixBits);
}

Result<NetworkList> NetworkList::parse(std::span<const std::string> texts)
{
    std::vector<AddressNetwork> networks;
    for (const std::string &text : texts) {
        const auto network = AddressNetwork::parse(text);
        if (!network)
            return refuse('"' + text + "\": " + network.error().detail);
        networks.push_back(*network);
    }
    return NetworkList(std::move(networks));
}

bool NetworkList::contains(const PeerAddress &peer) const
{
    return std::ranges::any_of(m_networks, [&](const AddressNetwork &network) { return network.contains(peer); });
}

} // namespace relais::server
