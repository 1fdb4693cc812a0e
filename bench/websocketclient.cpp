// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/websocketclient.h"

#include "bench/httpresponse.h"
#include "bench/runfailed.h"

namespace relais::bench {

namespace {

std::string closeReason(std::string_view payload)
{
    if (payload.size() < 2)
        return "closed by a frame without a code";
    const int code = static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
    return "closed with " + std::to_string(code) + ' ' + std::string(payload.substr(2));
}

} // namespace

std::string upgradeRequest(const Endpoint &endpoint, std::string_view target)
{
    return std::string("GET ")
        .append(target)
        .append(" HTTP/1.1\r\nHost: ")
        .append(endpoint.authority())
        .append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: "
                "13\r\nSec-WebSocket-Key: ")
        .append(SampleWebSocketKey)
        .append("\r\n\r\n");
}

void WebSocketClient::open(LoopbackConnector &connector, const Endpoint &endpoint, std::string_view target)
{
    m_decoder = {};
    m_head.clear();
    m_state = State::Upgrading;
    connectTo(connector, endpoint);
    send(upgradeRequest(endpoint, target)); // leaves when the connection stands
}

void WebSocketClient::close()
{
    abort();
    m_state = State::Idle;
}

void WebSocketClient::onBytes(std::span<char> bytes)
{
    if (m_state == State::Upgrading)
        readUpgradeAnswer(bytes);
    else
        readFrames(bytes);
}

void WebSocketClient::onDisconnected(std::string_view reason)
{
    m_state = State::Idle;
    m_listener.onClosed(*this, reason);
}

void WebSocketClient::readUpgradeAnswer(std::span<char> bytes)
{
    m_head.append(bytes.begin(), bytes.end());
    const std::size_t end = m_head.find("\r\n\r\n");
    if (end == std::string::npos)
        return;
    std::string head = std::exchange(m_head, {});
    if (!head.starts_with("HTTP/1.1 101 "))
        throw RunFailed("the upgrade was refused: " + head.substr(0, head.find('\r')));
    if (headerField(head, "Sec-WebSocket-Accept") != SampleWebSocketAccept)
        throw RunFailed("the upgrade was answered with a wrong Sec-WebSocket-Accept");
    m_state = State::Greeting;
    readFrames(std::span(head).subspan(end + 4));
}

void WebSocketClient::readFrames(std::span<char> bytes)
{
    m_decoder.feed(bytes);
    while (const auto frame = m_decoder.next()) {
        handle(*frame);
        if (m_state == State::Idle)
            return; // closed by the frame or by the listener
    }
}

void WebSocketClient::handle(const Frame &frame)
{
    switch (frame.opcode) {
    case FrameOpcode::Text:
        if (m_state == State::Ready) {
            m_listener.onText(*this, frame.payload);
        } else {
            m_state = State::Ready;
            m_listener.onGreeting(*this, frame.payload);
        }
        break;
    case FrameOpcode::Ping:
        send(encodeClientFrame(FrameOpcode::Pong, frame.payload));
        break;
    case FrameOpcode::Close: {
        const std::string reason = closeReason(frame.payload);
        close();
        m_listener.onClosed(*this, reason);
        break;
    }
    case FrameOpcode::Pong:
    case FrameOpcode::Binary:
        break;
    }
}

} // namespace relais::bench
