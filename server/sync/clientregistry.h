// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>

#include "common/protocol/userid.h"

namespace relais::server {

enum class ClientTransport : std::uint8_t { WebSocket, LongPoll };
/// Does a client get messages, or does it only send or observe?
enum class Reading : std::uint8_t { Yes, No };

/// Who is connected now, over all I/O threads: for `recipients`, the limits and the figures. Thread-safe.
class ClientRegistry {
public:
    struct Limits {
        std::size_t perUser = 0; ///< WebSockets of one user; 0: no limit
        std::size_t longPolls = 10'000; ///< waiting at once; 0: no limit
    };
    struct Figures {
        std::size_t webSockets = 0;
        std::size_t longPolls = 0;
        std::size_t users = 0; ///< distinct ones, without the anonymous
        std::size_t recipients = 0; ///< clients that a broadcast reaches
    };

    /// One connected client, until it is destroyed.
    class Entry {
    public:
        Entry(ClientRegistry &registry, ClientTransport transport, std::optional<UserId> user, Reading reading);
        Entry(Entry &&other) noexcept;
        Entry &operator=(Entry &&) = delete;
        ~Entry();

    private:
        ClientRegistry *m_registry;
        ClientTransport m_transport;
        std::optional<UserId> m_user;
        Reading m_reading;
    };

    explicit ClientRegistry(const Limits &limits);

    /// Nothing when a limit is reached.
    std::optional<Entry> enter(ClientTransport transport, std::optional<UserId> user, Reading reading = Reading::Yes);

    /// How many clients a message would reach now: all of them, or those of these users.
    std::size_t recipients() const;
    std::size_t recipients(std::span<const UserId> users) const;
    Figures figures() const;

private:
    struct Count {
        std::size_t webSockets = 0;
        std::size_t longPolls = 0;
        std::size_t notReading = 0;

        void add(ClientTransport transport, Reading reading);
        void remove(ClientTransport transport, Reading reading);
        std::size_t reading() const { return webSockets + longPolls - notReading; }
    };
    void leave(ClientTransport transport, const std::optional<UserId> &user, Reading reading);

    const Limits m_limits;
    mutable std::mutex m_lock;
    Count m_total;
    std::unordered_map<UserId, Count> m_users;
};

} // namespace relais::server
