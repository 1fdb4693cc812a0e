// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/jsonscanner.h"
#include "common/protocol/messagecodec.h"
#include "tests/fuzz/require.h"

#include <algorithm>

using namespace relais;

namespace {

constexpr std::size_t anyDepth = 1023; // where the parser stops as well

std::size_t lineCount(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
}

bool isPlaceInside(std::string_view text, std::uint32_t line, std::uint32_t column)
{
    if (line == 0 || line > lineCount(text))
        return false;
    for (; line > 1; --line)
        text.remove_prefix(text.find('\n') + 1);
    // One past the last byte of the line is where something was missing.
    return column >= 1 && column <= std::min(text.find('\n'), text.size()) + 1;
}

void checkError(const Error &error, std::string_view text, const std::optional<JsonFault> &fault)
{
    const auto problem = encodeProblem(error);
    require(!JsonScanner(problem, anyDepth).scan(), "a problem document is valid JSON");
    require(!error.detail.empty(), "an error says what is wrong");
    if (error.code == ErrorCode::InvalidJson) {
        require(fault.has_value(), "the scanner refuses what simdjson refuses");
        require(isPlaceInside(text, error.line, error.column), "the place of an error is in the text");
    }
    if (fault && fault->kind == JsonFault::Kind::Syntax)
        require(error.code == ErrorCode::InvalidJson, "what is not JSON is refused as such");
}

void checkPayload(MessageDecoder &decoder, const std::string &type, const std::string &payload,
                  const std::optional<UserId> &user)
{
    require(!JsonScanner(payload, anyDepth).scan(), "a payload is valid JSON by itself");
    const Message message{{1'732'312'345'678, 3}, type, payload, user};
    const auto encoded = encodeMessage(message);
    const auto decoded = decoder.decodeMessage(encoded);
    require(decoded.ok() && *decoded == message, "an encoded message reads back as it was");
}

void checkUser(const UserId &user)
{
    const auto again = UserId::parse(user.toString());
    require(again.ok() && *again == user, "a user id is stable under parsing");
}

template <typename T>
bool acceptedOrSound(const Result<T> &result, std::string_view text, const std::optional<JsonFault> &fault)
{
    if (!result) {
        checkError(result.error(), text, fault);
        return false;
    }
    require(!fault || fault->kind == JsonFault::Kind::TooDeep, "the scanner accepts what simdjson accepts");
    return true;
}

void checkFrame(MessageDecoder &decoder, std::string_view text, const std::optional<JsonFault> &fault)
{
    const auto answer = decoder.decodeFrame(text);
    if (const auto *refused = std::get_if<FrameError>(&answer)) {
        checkError(refused->error, text, fault);
        require(!refused->ref || refused->ref->size() <= 128, "a ref is short");
        return;
    }
    const auto &frame = std::get<ClientFrame>(answer);
    if (const auto *send = std::get_if<SendRequest>(&frame)) {
        checkPayload(decoder, send->type, send->payload, send->userId);
        require(!isReservedType(send->type), "no client sends a reserved type");
    } else if (const auto *auth = std::get_if<AuthRequest>(&frame)) {
        require(!auth->token.empty(), "a token is never empty");
    } else if (const auto *watch = std::get_if<WatchRequest>(&frame)) {
        require(watch->statsPerSecond >= 0 && watch->statsPerSecond <= 2, "a watch is within its bounds");
        require(!watch->tap || !watch->tap->type || isWellFormedType(*watch->tap->type), "a tapped type is a type");
        require(!watch->ref || watch->ref->size() <= 128, "a ref is short");
        if (watch->tap && watch->tap->userId)
            checkUser(*watch->tap->userId);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static MessageDecoder decoder;
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const auto fault = JsonScanner(text, anyDepth).scan();

    checkFrame(decoder, text, fault);
    if (const auto send = decoder.decodeSend(text); acceptedOrSound(send, text, fault)) {
        checkPayload(decoder, send->type, send->payload, send->userId);
        if (send->userId)
            checkUser(*send->userId);
    }
    if (const auto broadcast = decoder.decodeBroadcast(text); acceptedOrSound(broadcast, text, fault)) {
        checkPayload(decoder, broadcast->type, broadcast->payload, std::nullopt);
        std::ranges::for_each(broadcast->userIds, checkUser);
    }
    if (!text.empty()) // an empty body is a force without options, though no JSON
        (void)acceptedOrSound(decoder.decodeForce(text), text, fault);
    if (const auto message = decoder.decodeMessage(text); acceptedOrSound(message, text, fault))
        checkPayload(decoder, message->type, message->payload, message->userId);
    return 0;
}
