// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/eventloop.h"
#include "bench/loopback.h"
#include "bench/tlssession.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace relais::bench {

/// A non-blocking TCP stream on the loop, through TLS where the endpoint says so. Holds no buffer while it is idle:
/// reads go through the loop's buffer, and bytes are kept only when the kernel does not take them.
class Connection : private EventHandler {
public:
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;
    virtual ~Connection();

    void connectTo(LoopbackConnector &connector, const Endpoint &endpoint);
    void adopt(Descriptor socket); ///< an accepted one

    void send(std::string_view bytes);
    bool hasPendingOutput() const { return !m_pending.empty(); }
    bool isOpen() const { return m_socket.isOpen(); }
    int descriptor() const { return m_socket.number(); }

    /// From here on nothing is read, whatever comes.
    void stopReading();

    /// Closes at once, by a reset: a closed connection leaves no port in TIME_WAIT that the next run would
    /// miss.
    void abort();

protected:
    explicit Connection(EventLoop &loop)
        : m_loop(loop)
    {
    }

    virtual void onConnected() = 0;
    virtual void onBytes(std::span<char> bytes) = 0;
    /// The peer closed, or something failed; not after abort().
    virtual void onDisconnected(std::string_view reason) = 0;

private:
    void onEvents(std::uint32_t events) override;
    void onConnecting();
    bool shakeHands();
    std::size_t write(std::string_view bytes);
    void receive();
    void receiveDecrypted();
    void flush();
    void fail(std::string_view reason);

    EventLoop &m_loop;
    Descriptor m_socket;
    std::unique_ptr<TlsSession> m_tls;
    std::string m_pending;
    std::uint32_t m_input = 0; ///< EPOLLIN, unless reading was stopped
    bool m_isSecure = false;
    bool m_isConnecting = false; ///< or shaking hands
};

} // namespace relais::bench
