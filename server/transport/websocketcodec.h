// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace relais::server {

enum class WebSocketOpcode : std::uint8_t {
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xA,
};

/// A close as RFC 6455 section 7.1.5 has it.
struct WebSocketClose {
    std::uint16_t code = 1000;
    std::string reason; ///< UTF-8, at most 123 bytes
};

/// Bounds on what one client may send; each is a setting.
struct WebSocketLimits {
    std::size_t messageBytes = 64 * 1024; ///< a whole message, over all its fragments
    std::size_t fragments = 64; ///< frames of one message
};

/// What a decoder found, in order. Views are valid during the call only. Returning false stops the decoder: nothing
/// after this event is read.
class WebSocketSink {
public:
    virtual bool onMessage(WebSocketOpcode opcode, std::string_view payload) = 0; ///< Text (valid UTF-8) or Binary
    virtual bool onPing(std::string_view payload) = 0;
    virtual bool onPong(std::string_view payload) = 0;
    virtual bool onClose(const WebSocketClose &close) = 0; ///< code 1005 when the frame had none

protected:
    ~WebSocketSink() = default;
};

/// Reads what a client sends after the handshake (RFC 6455 sections 5 and 7): masked frames, fragmentation, UTF-8
/// checked as it comes, limits checked on the header before anything is allocated. Incremental: events do not depend
/// on how the bytes are split. A message that arrives whole in one piece is not copied. Idle state: at most 64 bytes
/// and no allocation, since there is one for each of many idle clients. Nothing behind a close frame is read. Not
/// thread-safe.
class WebSocketDecoder {
public:
    WebSocketDecoder();
    ~WebSocketDecoder();
    WebSocketDecoder(WebSocketDecoder &&) noexcept;
    WebSocketDecoder &operator=(WebSocketDecoder &&) noexcept;

    /// Unmasks `bytes` in place. Returns the close that a violation calls for (1002, 1007, 1009); after that, or
    /// after a sink returned false, feed() must not be called again.
    std::optional<WebSocketClose> feed(std::span<char> bytes, const WebSocketLimits &limits, WebSocketSink &sink);

    /// Bytes allocated for an unfinished frame or message: less than twice the limit of a message and a few hundred.
    std::size_t heldBytes() const;
    /// Has a frame or message begun that is not whole?
    bool isMidMessage() const;

private:
    struct Header;
    struct Partial;
    using Violation = std::optional<WebSocketClose>;

    Partial &partial();
    void stop();
    void dropPartialIfDone();
    Violation checkFirstByte(std::uint8_t byte, const WebSocketLimits &limits) const;
    Violation checkHeader(std::string_view bytes, const WebSocketLimits &limits, Header &header) const;
    Violation readHeader(std::span<char> &bytes, const WebSocketLimits &limits, Header &header);
    Violation readFrame(std::span<char> &bytes, const Header &header, WebSocketSink &sink);
    Violation readPayload(std::span<char> &bytes, WebSocketSink &sink);
    Violation finishFrame(WebSocketSink &sink);
    Violation deliverControl(WebSocketOpcode opcode, std::string_view payload, WebSocketSink &sink);
    void deliverMessage(WebSocketOpcode opcode, std::string_view payload, WebSocketSink &sink);

    std::unique_ptr<Partial> m_partial; ///< only while a frame or a message is not whole
    bool m_stopped = false; ///< by a violation, a close frame or a sink
};

/// A whole, unfragmented, unmasked frame (server to client).
std::string encodeWebSocketFrame(WebSocketOpcode opcode, std::string_view payload);
/// Only the header of such a frame: 2, 4 or 10 bytes.
std::string encodeWebSocketHeader(WebSocketOpcode opcode, std::size_t payloadBytes);
/// `reason` is cut at a character boundary to fit 123 bytes. Code 1005 ("none") makes a frame without a code.
std::string encodeWebSocketCloseFrame(std::uint16_t code, std::string_view reason);
/// May this code stand in a close frame from a peer (RFC 6455 section 7.4)?
bool isValidCloseCode(std::uint16_t code);

} // namespace relais::server
