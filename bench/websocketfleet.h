// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/testbed.h"
#include "bench/websocketclient.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace relais::bench {

/// The WebSocket clients of a run. A client that is closed by the server, or refused, ends the run
/// (RunFailed).
class WebSocketFleet final : private WebSocketListener {
public:
    using TargetOf = std::function<std::string(std::size_t index)>;
    using TextHandler = std::function<void(WebSocketClient &, std::string_view)>;

    /// Unfinished handshakes at a time that a server takes in its stride, where connecting is not what is
    /// measured.
    static constexpr std::size_t Gently = 128;
    static constexpr std::size_t AllAtOnce = static_cast<std::size_t>(-1);

    explicit WebSocketFleet(TestBed &bed)
        : m_bed(bed)
    {
    }

    /// Adds clients with the next indices and waits until each has had its sync.connected.
    void connect(std::size_t count, const TargetOf &targetOf, std::size_t concurrency = Gently);
    /// Connects every client anew, after closeAll().
    void reconnect(const TargetOf &targetOf, std::size_t concurrency);
    void closeAll();

    /// Called with each text frame but the greeting.
    void onText(TextHandler handler) { m_textHandler = std::move(handler); }

    std::size_t size() const { return m_clients.size(); }
    WebSocketClient &operator[](std::size_t index) { return *m_clients[index]; }

    const std::string &lastCursor() const { return m_lastCursor; } ///< of the latest greeting
    std::size_t resets() const { return m_resets; } ///< greetings that said `reset`

private:
    void onGreeting(WebSocketClient &client, std::string_view text) override;
    void onText(WebSocketClient &client, std::string_view text) override;
    void onClosed(WebSocketClient &client, std::string_view reason) override;
    void openFrom(std::size_t first, const TargetOf &targetOf, std::size_t concurrency);

    TestBed &m_bed;
    std::vector<std::unique_ptr<WebSocketClient>> m_clients;
    TextHandler m_textHandler = [](WebSocketClient &, std::string_view) {
    };
    std::string m_lastCursor;
    std::size_t m_ready = 0;
    std::size_t m_resets = 0;
};

} // namespace relais::bench
