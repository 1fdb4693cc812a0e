// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "server/transport/peeraddress.h"

namespace relais::server {

/// Counts open connections, in all and for each address, over all I/O threads. Thread-safe.
class ConnectionLimiter {
public:
    /// A place that is held by one connection until it is destroyed.
    class Place {
    public:
        Place(ConnectionLimiter &limiter, std::string address);
        Place(Place &&other) noexcept;
        Place &operator=(Place &&) = delete;
        ~Place();

    private:
        ConnectionLimiter *m_limiter;
        std::string m_address;
    };

    /// 0: no limit.
    ConnectionLimiter(std::size_t connections, std::size_t connectionsPerAddress);

    /// Nothing when a limit is reached.
    std::optional<Place> enter(const PeerAddress &peer);
    std::size_t count() const;

private:
    void leave(const std::string &address);

    const std::size_t m_maximum;
    const std::size_t m_maximumPerAddress;
    mutable std::mutex m_lock;
    std::size_t m_count = 0;
    std::unordered_map<std::string, std::size_t> m_addresses; ///< only while there is a limit for each
};

} // namespace relais::server
