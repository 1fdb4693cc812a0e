// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/client/connectionmachine.h"
#include "common/protocol/answerdecoder.h"
#include "common/protocol/jsonscanner.h"
#include "common/protocol/messagecodec.h"
#include "tests/fuzz/require.h"

using namespace relais;
using namespace relais::client;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t anyDepth = 1023; // where the parser stops as well
constexpr std::size_t messageBytes = 64 * 1024;

bool isJson(std::string_view text)
{
    return !JsonScanner(text, anyDepth).scan();
}

void checkMessage(const Message &message)
{
    require(isJson(message.payload), "a payload is valid JSON by itself");
    require(isWellFormedType(message.type), "a type is one");
    require(message.payload.size() <= messageBytes, "a message is bounded");
}

void checkError(const Error &error)
{
    require(!error.detail.empty(), "an error says what is wrong");
    require(isJson(encodeProblem(error)), "whatever a server wrote, it can be told on");
}

void checkFrame(const ServerFrame &frame)
{
    if (const auto *message = std::get_if<Message>(&frame)) {
        checkMessage(*message);
    } else if (const auto *connected = std::get_if<ConnectedFrame>(&frame)) {
        require(connected->heartbeat.value_or(0ms) >= 0ms && connected->reconnectSpread.value_or(0ms) >= 0ms,
                "a duration is not negative");
    } else if (const auto *refusal = std::get_if<Refusal>(&frame)) {
        checkError(refusal->error);
    }
}

/// A client that is told this by its server, over every way there is, goes on or stays down, and asks for nothing
/// that is not of the protocol.
void drive(std::string_view text)
{
    ConnectionRules rules;
    rules.cursor = "90-0";
    ConnectionMachine machine(rules, [] { return 0.5; });
    MonotonicTime now{1h};
    const auto check = [&](const Effects &effects) {
        for (const Effect &effect : effects) {
            if (const auto *deliver = std::get_if<Deliver>(&effect))
                checkMessage(deliver->message);
            else if (const auto *send = std::get_if<SendText>(&effect))
                require(isJson(send->text), "a client sends JSON");
        }
        require(machine.cursor().size() <= 128, "a cursor is short");
        now += 10ms;
    };
    check(machine.start(now));
    check(machine.socketText(text, now));
    check(machine.socketText(R"({"type":"sync.connected","payload":{"clientId":"c","cursor":"90-0","reset":false}})",
                             now));
    check(machine.socketText(text, now));
    (void)machine.send({.type = "a", .payload = "1", .userId = {}, .ref = {}, .idempotencyKey = {}}, "key");
    check(machine.flush(now));
    check(machine.socketText(text, now));
    check(machine.socketClosed(1006, now));
    for (const int status : {200, 401, 429, 500}) {
        check(machine.pollAnswered({.status = status, .body = std::string(text)}, now));
        check(machine.postAnswered({.status = status, .body = std::string(text)}, now));
        now += 1min;
        check(machine.tick(now));
    }
    check(machine.stop(now));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static AnswerDecoder decoder(messageBytes);
    const std::string_view text(reinterpret_cast<const char *>(data), size);

    if (const auto frame = decoder.decodeFrame(text))
        checkFrame(*frame);
    else
        checkError(frame.error());
    if (const auto poll = decoder.decodePoll(text)) {
        for (const Message &message : poll->messages)
            checkMessage(message);
    }
    if (const auto send = decoder.decodeSend(text))
        require(send->id > MessageId{}, "an id is one");
    if (const auto force = decoder.decodeForce(text))
        require(force->spread >= 0ms, "a spread is not negative");
    checkError(decoder.decodeProblem(503, text).error);
    drive(text);
    return 0;
}
