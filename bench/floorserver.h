// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/eventloop.h"
#include "bench/loopback.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace relais::bench {

/// The least that fan-out can cost: for each text frame that a client publishes, one send() of the same
/// finished bytes to each client in turn, on one thread, from one epoll set, and nothing else: no queue, no
/// log, no check, no deadline. Its CPU time per delivery is the measure for a real server's.
///
/// It speaks as much of WebSocket as the generator needs: the handshake with the generator's constant key,
/// the `sync.connected` greeting, and the envelope that Relais puts around a message, so that the bytes sent
/// are the same.
class FloorServer final : private EventHandler {
public:
    struct Options {
        std::uint16_t port = 0;
        /// Frames that arrived in one read leave in one send() to each client, not in one each: what a server
        /// gains that gathers. Off: the plain floor.
        bool coalesces = false;
    };

    FloorServer(EventLoop &loop, const Options &options);
    ~FloorServer();

    std::uint16_t port() const { return localPort(m_listener); }

private:
    class Client;

    void onEvents(std::uint32_t events) override;
    void subscribe(Client &client);
    void publish(std::string_view frames);
    void remove(Client &client);
    void forgetClosed();

    EventLoop &m_loop;
    Descriptor m_listener;
    bool m_coalesces;
    std::vector<std::unique_ptr<Client>> m_clients;
    std::vector<Client *> m_subscribers; ///< in the order in which they came
    std::vector<int> m_descriptors; ///< of m_subscribers, one beside the other: the loop touches nothing else
    bool m_hasClosed = false;
};

} // namespace relais::bench
