// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/websocketcodec.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "server/transport/utf8validator.h"

namespace relais::server {

namespace {
constexpr std::uint8_t finalBit = 0x80;
constexpr std::uint8_t reservedBits = 0x70;
constexpr std::uint8_t opcodeBits = 0x0f;
constexpr std::uint8_t maskBit = 0x80;
constexpr std::uint8_t lengthBits = 0x7f;
constexpr std::uint8_t length16 = 126; ///< the length is in the next 2 bytes
constexpr std::uint8_t length64 = 127; ///< the length is in the next 8 bytes
constexpr std::size_t maskBytes = 4;
constexpr std::size_t longestHeaderBytes = 2 + 8 + maskBytes;
constexpr std::size_t longestControlBytes = 125;
constexpr std::size_t longestReasonBytes = longestControlBytes - 2;

constexpr std::uint16_t protocolError = 1002;
constexpr std::uint16_t noCode = 1005;
constexpr std::uint16_t invalidData = 1007;
constexpr std::uint16_t tooBig = 1009;

constexpr bool isControl(WebSocketOpcode opcode)
{
    return static_cast<std::uint8_t>(opcode) >= static_cast<std::uint8_t>(WebSocketOpcode::Close);
}

constexpr bool isReserved(std::uint8_t opcode)
{
    return (opcode & 0x7) > 0x2;
}

std::uint64_t readBigEndian(std::string_view bytes)
{
    std::uint64_t number = 0;
    for (const char byte : bytes)
        number = number << 8 | static_cast<std::uint8_t>(byte);
    return number;
}

void appendBigEndian(std::string &text, std::uint64_t number, unsigned bytes)
{
    for (unsigned shift = bytes * 8; shift > 0; shift -= 8)
        text += static_cast<char>(number >> (shift - 8) & 0xff);
}

/// `offset` is the place of the first byte in its payload.
void unmask(std::span<char> bytes, const std::array<char, maskBytes> &mask, std::uint64_t offset)
{
    std::array<char, 8> rotated;
    for (std::size_t i = 0; i < rotated.size(); ++i)
        rotated[i] = mask[(offset + i) % maskBytes];
    std::uint64_t key;
    std::memcpy(&key, rotated.data(), sizeof key);

    std::size_t position = 0;
    for (; position + 8 <= bytes.size(); position += 8) {
        std::uint64_t word;
        std::memcpy(&word, bytes.data() + position, sizeof word);
        word ^= key;
        std::memcpy(bytes.data() + position, &word, sizeof word);
    }
    for (std::size_t i = 0; position < bytes.size(); ++i, ++position)
        bytes[position] = static_cast<char>(bytes[position] ^ rotated[i]);
}

std::string_view viewOf(std::span<const char> bytes)
{
    return {bytes.data(), bytes.size()};
}
} // namespace

struct WebSocketDecoder::Header {
    std::uint64_t payloadBytes = 0;
    std::array<char, maskBytes> mask{};
    WebSocketOpcode opcode = WebSocketOpcode::Continuation;
    bool isFinal = false;
    std::uint8_t bytes = 0; ///< of the header itself; 0: it is not whole

    bool isWhole() const { return bytes > 0; }
};

/// What waits for more bytes. A control frame may come between the fragments of a message, so each has its
/// own place.
struct WebSocketDecoder::Partial {
    std::array<char, longestHeaderBytes> headerBytes{};
    std::uint8_t headerSize = 0; ///< 0: no header is waiting to be whole

    bool inFrame = false;
    Header frame;
    std::uint64_t payloadRead = 0; ///< of that frame
    std::string control; ///< its payload when it is a control frame

    bool inMessage = false;
    WebSocketOpcode messageOpcode = WebSocketOpcode::Text;
    Utf8Validator utf8;
    std::size_t fragments = 0;
    std::string message;
};

WebSocketDecoder::WebSocketDecoder() = default;
WebSocketDecoder::~WebSocketDecoder() = default;
WebSocketDecoder::WebSocketDecoder(WebSocketDecoder &&) noexcept = default;
WebSocketDecoder &WebSocketDecoder::operator=(WebSocketDecoder &&) noexcept = default;

std::optional<WebSocketClose> WebSocketDecoder::feed(std::span<char> bytes, const WebSocketLimits &limits,
                                                     WebSocketSink &sink)
{
    while (!bytes.empty() && !m_stopped) {
        Violation violation;
        if (m_partial && m_partial->inFrame) {
            violation = readPayload(bytes, sink);
        } else {
            Header header;
            violation = readHeader(bytes, limits, header);
            if (!violation && header.isWhole())
                violation = readFrame(bytes, header, sink);
        }
        if (violation) {
            stop();
            return violation;
        }
    }
    return std::nullopt;
}

std::size_t WebSocketDecoder::heldBytes() const
{
    return m_partial ? sizeof(Partial) + m_partial->message.capacity() + m_partial->control.capacity() : 0;
}

bool WebSocketDecoder::isMidMessage() const
{
    return m_partial != nullptr;
}

WebSocketDecoder::Partial &WebSocketDecoder::partial()
{
    if (!m_partial)
        m_partial = std::make_unique<Partial>();
    return *m_partial;
}

void WebSocketDecoder::stop()
{
    m_stopped = true;
    m_partial.reset();
}

void WebSocketDecoder::dropPartialIfDone()
{
    if (m_partial && !m_partial->inFrame && !m_partial->inMessage && m_partial->headerSize == 0)
        m_partial.reset();
}

WebSocketDecoder::Violation WebSocketDecoder::checkFirstByte(std::uint8_t byte, const WebSocketLimits &limits) const
{
    if ((byte & reservedBits) != 0)
        return WebSocketClose{protocolError, "reserved bits are set"};
    if (isReserved(byte & opcodeBits))
        return WebSocketClose{protocolError, "reserved opcode"};
    const auto opcode = static_cast<WebSocketOpcode>(byte & opcodeBits);
    if (isControl(opcode)) {
        if ((byte & finalBit) == 0)
            return WebSocketClose{protocolError, "fragmented control frame"};
        return std::nullopt;
    }
    const bool inMessage = m_partial && m_partial->inMessage;
    if (opcode == WebSocketOpcode::Continuation && !inMessage)
        return WebSocketClose{protocolError, "continuation of no message"};
    if (opcode != WebSocketOpcode::Continuation && inMessage)
        return WebSocketClose{protocolError, "new message before the end of the last one"};
    if (inMessage && m_partial->fragments >= limits.fragments)
        return WebSocketClose{tooBig, "too many fragments"};
    return std::nullopt;
}

/// Judges each byte as soon as it is there, so that a header in pieces gets the answer of one that came
/// whole, and a length past the limit gets it before the payload.
WebSocketDecoder::Violation WebSocketDecoder::checkHeader(std::string_view bytes, const WebSocketLimits &limits,
                                                          Header &header) const
{
    if (Violation violation = checkFirstByte(static_cast<std::uint8_t>(bytes[0]), limits))
        return violation;
    header.isFinal = (static_cast<std::uint8_t>(bytes[0]) & finalBit) != 0;
    header.opcode = static_cast<WebSocketOpcode>(bytes[0] & opcodeBits);
    if (bytes.size() < 2)
        return std::nullopt;

    const auto second = static_cast<std::uint8_t>(bytes[1]);
    if ((second & maskBit) == 0)
        return WebSocketClose{protocolError, "frame is not masked"};
    const std::uint8_t length = second & lengthBits;
    if (isControl(header.opcode) && length > longestControlBytes)
        return WebSocketClose{protocolError, "control frame is longer than 125 bytes"};
    const std::size_t lengthBytes = length == length16 ? 2 : length == length64 ? 8 : 0;
    if (bytes.size() < 2 + lengthBytes)
        return std::nullopt;

    header.payloadBytes = lengthBytes == 0 ? length : readBigEndian(bytes.substr(2, lengthBytes));
    if (header.payloadBytes >> 63 != 0)
        return WebSocketClose{protocolError, "length has its highest bit set"};
    if ((lengthBytes == 2 && header.payloadBytes < length16) || (lengthBytes == 8 && header.payloadBytes <= 0xffff))
        return WebSocketClose{protocolError, "length is not in its shortest form"};
    const std::size_t earlier = m_partial && m_partial->inMessage ? m_partial->message.size() : 0;
    if (!isControl(header.opcode)
        && header.payloadBytes > limits.messageBytes - std::min(earlier, limits.messageBytes))
        return WebSocketClose{tooBig, "message is longer than " + std::to_string(limits.messageBytes) + " bytes"};

    const std::size_t wholeBytes = 2 + lengthBytes + maskBytes;
    if (bytes.size() >= wholeBytes) {
        bytes.copy(header.mask.data(), maskBytes, 2 + lengthBytes);
        header.bytes = static_cast<std::uint8_t>(wholeBytes);
    }
    return std::nullopt;
}

WebSocketDecoder::Violation WebSocketDecoder::readHeader(std::span<char> &bytes, const WebSocketLimits &limits,
                                                         Header &header)
{
    const std::size_t heldSize = m_partial ? m_partial->headerSize : 0;
    if (heldSize == 0) {
        const std::string_view start = viewOf(bytes.first(std::min(bytes.size(), longestHeaderBytes)));
        Violation violation = checkHeader(start, limits, header);
        if (!violation && !header.isWhole()) {
            Partial &held = partial();
            start.copy(held.headerBytes.data(), start.size());
            held.headerSize = static_cast<std::uint8_t>(start.size());
        }
        bytes = bytes.subspan(header.isWhole() ? header.bytes : start.size());
        return violation;
    }

    const std::size_t added = std::min(bytes.size(), longestHeaderBytes - heldSize);
    std::copy_n(bytes.begin(), added, m_partial->headerBytes.begin() + heldSize);
    const std::size_t size = heldSize + added;
    Violation violation = checkHeader({m_partial->headerBytes.data(), size}, limits, header);
    m_partial->headerSize = header.isWhole() ? 0 : static_cast<std::uint8_t>(size);
    bytes = bytes.subspan(header.isWhole() ? header.bytes - heldSize : added);
    return violation;
}

/// A frame that is a message or a control frame of its own, and whole in `bytes`, is delivered from where it
/// lies.
WebSocketDecoder::Violation WebSocketDecoder::readFrame(std::span<char> &bytes, const Header &header,
                                                        WebSocketSink &sink)
{
    const bool standsAlone = header.isFinal && header.opcode != WebSocketOpcode::Continuation;
    if (standsAlone && header.payloadBytes <= bytes.size()) {
        dropPartialIfDone();
        const std::span<char> payload = bytes.first(header.payloadBytes);
        bytes = bytes.subspan(header.payloadBytes);
        unmask(payload, header.mask, 0);
        if (isControl(header.opcode))
            return deliverControl(header.opcode, viewOf(payload), sink);
        if (header.opcode == WebSocketOpcode::Text) {
            Utf8Validator utf8;
            if (!utf8.feed(viewOf(payload)) || !utf8.isComplete())
                return WebSocketClose{invalidData, "text is not UTF-8"};
        }
        deliverMessage(header.opcode, viewOf(payload), sink);
        return std::nullopt;
    }

    Partial &held = partial();
    held.inFrame = true;
    held.frame = header;
    held.payloadRead = 0;
    if (!isControl(header.opcode)) {
        if (header.opcode != WebSocketOpcode::Continuation) {
            held.inMessage = true;
            held.messageOpcode = header.opcode;
            held.utf8 = {};
            held.fragments = 0;
        }
        ++held.fragments;
    }
    return readPayload(bytes, sink);
}

WebSocketDecoder::Violation WebSocketDecoder::readPayload(std::span<char> &bytes, WebSocketSink &sink)
{
    Partial &held = *m_partial;
    const std::uint64_t missing = held.frame.payloadBytes - held.payloadRead;
    const std::span<char> piece = bytes.first(std::min<std::uint64_t>(missing, bytes.size()));
    bytes = bytes.subspan(piece.size());
    unmask(piece, held.frame.mask, held.payloadRead);
    held.payloadRead += piece.size();

    if (isControl(held.frame.opcode)) {
        held.control.append(piece.data(), piece.size());
    } else {
        if (held.messageOpcode == WebSocketOpcode::Text && !held.utf8.feed(viewOf(piece)))
            return WebSocketClose{invalidData, "text is not UTF-8"};
        held.message.append(piece.data(), piece.size());
    }
    return held.payloadRead == held.frame.payloadBytes ? finishFrame(sink) : std::nullopt;
}

/// What is delivered is taken out of the partial state first: the sink sees a decoder that is done with it.
WebSocketDecoder::Violation WebSocketDecoder::finishFrame(WebSocketSink &sink)
{
    Partial &held = *m_partial;
    held.inFrame = false;
    const WebSocketOpcode opcode = held.frame.opcode;
    if (isControl(opcode)) {
        const std::string payload = std::exchange(held.control, {});
        dropPartialIfDone();
        return deliverControl(opcode, payload, sink);
    }
    if (!held.frame.isFinal)
        return std::nullopt;
    const WebSocketOpcode messageOpcode = held.messageOpcode;
    if (messageOpcode == WebSocketOpcode::Text && !held.utf8.isComplete())
        return WebSocketClose{invalidData, "text is not UTF-8"};
    const std::string message = std::exchange(held.message, {});
    held.inMessage = false;
    dropPartialIfDone();
    deliverMessage(messageOpcode, message, sink);
    return std::nullopt;
}

void WebSocketDecoder::deliverMessage(WebSocketOpcode opcode, std::string_view payload, WebSocketSink &sink)
{
    if (!sink.onMessage(opcode, payload))
        stop();
}

WebSocketDecoder::Violation WebSocketDecoder::deliverControl(WebSocketOpcode opcode, std::string_view payload,
                                                             WebSocketSink &sink)
{
    if (opcode != WebSocketOpcode::Close) {
        if (!(opcode == WebSocketOpcode::Ping ? sink.onPing(payload) : sink.onPong(payload)))
            stop();
        return std::nullopt;
    }

    WebSocketClose close{noCode, {}};
    if (payload.size() == 1)
        return WebSocketClose{protocolError, "close frame with half a code"};
    if (!payload.empty()) {
        close.code = static_cast<std::uint16_t>(readBigEndian(payload.substr(0, 2)));
        close.reason = payload.substr(2);
        if (!isValidCloseCode(close.code))
            return WebSocketClose{protocolError, "close code " + std::to_string(close.code) + " is not allowed"};
        Utf8Validator utf8;
        if (!utf8.feed(close.reason) || !utf8.isComplete())
            return WebSocketClose{invalidData, "close reason is not UTF-8"};
    }
    stop();
    sink.onClose(close);
    return std::nullopt;
}

std::string encodeWebSocketHeader(WebSocketOpcode opcode, std::size_t payloadBytes)
{
    std::string header(1, static_cast<char>(finalBit | static_cast<std::uint8_t>(opcode)));
    if (payloadBytes < length16) {
        header += static_cast<char>(payloadBytes);
    } else if (payloadBytes <= 0xffff) {
        header += static_cast<char>(length16);
        appendBigEndian(header, payloadBytes, 2);
    } else {
        header += static_cast<char>(length64);
        appendBigEndian(header, payloadBytes, 8);
    }
    return header;
}

std::string encodeWebSocketFrame(WebSocketOpcode opcode, std::string_view payload)
{
    std::string frame;
    frame.reserve(longestHeaderBytes + payload.size());
    frame += encodeWebSocketHeader(opcode, payload.size());
    frame += payload;
    return frame;
}

std::string encodeWebSocketCloseFrame(std::uint16_t code, std::string_view reason)
{
    if (code == noCode) // stands for "there is none" and must not be sent (RFC 6455 section 7.4.1)
        return encodeWebSocketHeader(WebSocketOpcode::Close, 0);
    std::size_t size = std::min(reason.size(), longestReasonBytes);
    if (size < reason.size()) {
        while (size > 0 && (static_cast<std::uint8_t>(reason[size]) & 0xc0) == 0x80)
            --size;
    }
    std::string payload;
    appendBigEndian(payload, code, 2);
    payload += reason.substr(0, size);
    return encodeWebSocketFrame(WebSocketOpcode::Close, payload);
}

bool isValidCloseCode(std::uint16_t code)
{
    // 1004 to 1006 and 1015 never stand in a frame; 1012 to 1014 were registered after the RFC.
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

} // namespace relais::server
