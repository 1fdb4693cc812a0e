// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/connection.h"
#include "bench/framecodec.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace relais::bench {

// The key and its answer of RFC 6455 section 1.3. A constant pair saves the generator and the floor server a
// digest; a server under test cannot tell.
inline constexpr std::string_view SampleWebSocketKey = "dGhlIHNhbXBsZSBub25jZQ==";
inline constexpr std::string_view SampleWebSocketAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// `target` is path and query.
std::string upgradeRequest(const Endpoint &endpoint, std::string_view target);

class WebSocketClient;

/// What a client tells. Views are valid during the call.
class WebSocketListener {
public:
    virtual void onGreeting(WebSocketClient &client, std::string_view text) = 0; ///< the first frame, sync.connected
    virtual void onText(WebSocketClient &client, std::string_view text) = 0; ///< each one after it
    virtual void onClosed(WebSocketClient &client, std::string_view reason) = 0;

protected:
    ~WebSocketListener() = default;
};

/// One WebSocket as a browser holds it. Answers pings.
///
///     Idle ── open() ──> Upgrading ── 101 ──> Greeting ── sync.connected ──> Ready
///       └───────<──── abort(), or the peer (onClosed) ────<───┘
class WebSocketClient final : public Connection {
public:
    enum class State { Idle, Upgrading, Greeting, Ready };

    WebSocketClient(EventLoop &loop, WebSocketListener &listener, std::size_t index)
        : Connection(loop)
        , m_listener(listener)
        , m_index(index)
    {
    }

    /// `target` is path and query.
    void open(LoopbackConnector &connector, const Endpoint &endpoint, std::string_view target);
    void close();

    State state() const { return m_state; }
    std::size_t index() const { return m_index; }

private:
    void onConnected() override { }
    void onBytes(std::span<char> bytes) override;
    void onDisconnected(std::string_view reason) override;
    void readUpgradeAnswer(std::span<char> bytes);
    void readFrames(std::span<char> bytes);
    void handle(const Frame &frame);

    WebSocketListener &m_listener;
    std::size_t m_index;
    FrameDecoder m_decoder;
    std::string m_head; ///< of the upgrade answer, while it is not whole
    State m_state = State::Idle;
};

} // namespace relais::bench
