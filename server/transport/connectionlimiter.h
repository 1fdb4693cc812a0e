// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "common/core/clock.h"
#include "server/limits/ratetable.h"
#include "server/transport/addressnetwork.h"
#include "server/transport/peeraddress.h"

namespace relais::server {

struct TransportSettings;

/// Counts open connections, in all and for each address, over all I/O threads, and how fast they come. An IPv6
/// address counts with its /64. Thread-safe.
class ConnectionLimiter {
public:
    /// What a connection was refused for.
    enum class Limit : std::uint8_t {
        Server, ///< as many connections as the server may have
        ServerRate, ///< they come faster than it may take them
        Address, ///< as many as one address may have
        AddressRate, ///< they come faster than they may from one address
    };

    /// A place that is held by one connection until it is destroyed.
    class Place {
    public:
        Place(Place &&other) noexcept;
        Place &operator=(Place &&) = delete;
        ~Place();

    private:
        friend class ConnectionLimiter;
        Place(ConnectionLimiter &limiter, const AddressKey &address, bool countsForServer, bool countsForAddress);

        ConnectionLimiter *m_limiter;
        AddressKey m_address;
        bool m_countsForServer;
        bool m_countsForAddress;
    };

    struct Entry {
        std::optional<Place> place;
        std::optional<Limit> refusedFor; ///< when there is no place

        explicit operator bool() const { return place.has_value(); }
    };

    /// Takes the settings that concern connections; they are copied.
    explicit ConnectionLimiter(const TransportSettings &settings);

    /// For a connection that has come. A trusted proxy is held to what the whole server may have, since its
    /// connections are those of many. Whoever is refused for its own address takes nothing of what is everyone's.
    Entry enter(const PeerAddress &peer, MonotonicTime now);
    /// For a client that a proxy speaks for: what it has open is counted for its own address, beside the place that
    /// the proxy's connection has. No address is exempt here; one that a trusted proxy gave no better for is its own.
    Entry enterForwarded(const PeerAddress &client);

    /// Connections that are open. A place by enterForwarded() is none.
    std::size_t count() const;

private:
    bool isFull(const AddressKey &address) const;
    bool takeArrival(const AddressKey &address, MonotonicTime now);
    void leave(const Place &place);

    const std::size_t m_maximum;
    const std::size_t m_maximumPerAddress;
    const RateQuota m_rate;
    const RateQuota m_ratePerAddress;
    const NetworkList m_trustedProxies;

    mutable std::mutex m_lock; ///< of all below
    std::size_t m_count = 0;
    /// Only while there is a limit for each, and only those that have a connection.
    std::unordered_map<AddressKey, std::size_t, SeededHash> m_addresses;
    RateBucket m_arrivals;
    RateTable<AddressKey> m_arrivalsPerAddress;
};

} // namespace relais::server
