// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/websocketcodec.h"
#include "tests/fuzz/cuts.h"
#include "tests/fuzz/require.h"

#include <algorithm>
#include <memory>
#include <simdjson.h>

using namespace relais::server;

namespace {

const WebSocketLimits limits{300, 5}; // small, so that inputs reach them

class Events final : public WebSocketSink {
public:
    bool onMessage(WebSocketOpcode opcode, std::string_view payload) override
    {
        require(opcode == WebSocketOpcode::Text || opcode == WebSocketOpcode::Binary, "a message is text or binary");
        require(payload.size() <= limits.messageBytes, "a message is within the limit");
        require(opcode == WebSocketOpcode::Binary || simdjson::validate_utf8(payload.data(), payload.size()),
                "text is UTF-8");
        return note(opcode == WebSocketOpcode::Text ? 't' : 'b', payload);
    }
    bool onPing(std::string_view payload) override { return note('<', payload); }
    bool onPong(std::string_view payload) override { return note('>', payload); }
    bool onClose(const WebSocketClose &close) override
    {
        require(close.code == 1005 ? close.reason.empty() : isValidCloseCode(close.code), "a close code is valid");
        require(simdjson::validate_utf8(close.reason), "a close reason is UTF-8");
        require(encodeWebSocketCloseFrame(close.code, close.reason).size()
                    == (close.code == 1005 ? 2 : 4) + close.reason.size(),
                "a close that came can be answered in full");
        note('c', std::to_string(close.code) + close.reason);
        isClosed = true;
        return true;
    }

    std::string text;
    bool isClosed = false;

private:
    bool note(char kind, std::string_view payload)
    {
        require(!isClosed, "nothing comes behind a close");
        require(kind == 't' || kind == 'b' || payload.size() <= 127, "a control frame is short");
        text += kind;
        text.append(std::to_string(payload.size())).append(":").append(payload);
        return true;
    }
};

/// False when the decoder must not be fed any more.
bool feed(WebSocketDecoder &decoder, std::string_view piece, Events &events)
{
    const auto copy = std::make_unique<char[]>(piece.size());
    std::copy(piece.begin(), piece.end(), copy.get());
    const auto violation = decoder.feed({copy.get(), piece.size()}, limits, events);
    require(decoder.heldBytes() <= 2 * limits.messageBytes + 512, "what is held is bounded");
    require((decoder.heldBytes() > 0) == decoder.isMidMessage(), "an idle decoder holds nothing");
    if (!violation)
        return true;
    require(violation->code == 1002 || violation->code == 1007 || violation->code == 1009,
            "a violation has its code");
    require(!violation->reason.empty() && violation->reason.size() <= 123, "a violation's reason fits a close frame");
    require(!decoder.isMidMessage(), "a decoder that gave up holds nothing");
    events.text += "!" + std::to_string(violation->code) + violation->reason;
    return false;
}

/// A server's frame, masked as a client would, reads back.
void checkEncoder(std::string_view payload)
{
    std::string bytes = encodeWebSocketFrame(WebSocketOpcode::Binary, payload);
    const std::size_t headerBytes = bytes.size() - payload.size();
    bytes[1] = static_cast<char>(bytes[1] | 0x80);
    bytes.insert(headerBytes, "\1\2\3\4");
    for (std::size_t i = 0; i < payload.size(); ++i)
        bytes[headerBytes + 4 + i] = static_cast<char>(payload[i] ^ (i % 4 + 1));
    WebSocketDecoder decoder;
    Events events;
    const bool fits = payload.size() <= limits.messageBytes;
    require(feed(decoder, bytes, events) == fits, "an encoded frame is valid");
    require(!fits || events.text == "b" + std::to_string(payload.size()) + ":" + std::string(payload),
            "an encoded frame reads back");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < Cuts::prefixBytes)
        return 0;
    const std::string_view input(reinterpret_cast<const char *>(data), size);

    WebSocketDecoder wholeDecoder;
    Events whole;
    const bool isWholeValid = feed(wholeDecoder, input.substr(Cuts::prefixBytes), whole);

    WebSocketDecoder cutDecoder;
    Events cut;
    bool isCutValid = true;
    for (Cuts cuts(input); isCutValid && !cuts.atEnd();)
        isCutValid = feed(cutDecoder, cuts.next(), cut);

    require(isWholeValid == isCutValid && whole.text == cut.text, "events do not depend on how the bytes are cut");
    require(wholeDecoder.isMidMessage() == cutDecoder.isMidMessage(), "what is awaited does not depend on it either");
    checkEncoder(input);
    return 0;
}
