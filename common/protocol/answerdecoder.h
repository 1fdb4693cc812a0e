// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/core/result.h"
#include "common/protocol/message.h"

namespace relais {

/// `sync.connected`, the first frame of a server.
struct ConnectedFrame {
    std::string clientId;
    std::string cursor; ///< where the connection reads on; what is still to come is above it
    bool reset = false;
    std::optional<std::chrono::milliseconds> heartbeat;
    std::optional<std::chrono::milliseconds> reconnectSpread;
};

/// `sync.ack`: the message that was sent under `ref` is published.
struct AckFrame {
    std::optional<std::string> ref;
    MessageId id;
    bool isDuplicate = false;
};

/// What a server refused, and why. `error.code` is BadRequest or Overloaded, by whether it may be tried again, when
/// the server names a code that this version does not know.
struct Refusal {
    std::optional<std::string> ref;
    Error error;
    bool isRetryable = false;
};

/// `sync.pong`, what a watcher is told (`sync.stats`, `sync.tap`), and every `sync.` frame that this version does not
/// know.
struct OtherFrame {
    std::string type;
    std::string payload; ///< JSON; empty when there is none
};

/// A frame from a server, parsed.
using ServerFrame = std::variant<Message, ConnectedFrame, AckFrame, Refusal, OtherFrame>;

/// The answer to a poll.
struct PollAnswer {
    std::vector<Message> messages;
    std::string cursor;
    bool reset = false;
    bool hasMore = false;
    std::size_t unreadable = 0; ///< messages that are not what the contract says; left out
};

/// The answer to a send.
struct SendAnswer {
    MessageId id;
    bool isDuplicate = false;
};

/// The payload of `sync.tap`: a batch of what is published.
struct TapContent {
    std::vector<Message> messages;
    std::uint64_t leftOut = 0; ///< matched, and were not sent
    std::uint64_t unseen = 0; ///< came too fast to be looked at
    std::size_t unreadable = 0; ///< as in PollAnswer
};

/// The payload of a `sync.force` message.
struct ForceNotice {
    std::string reason; ///< may be empty
    std::chrono::milliseconds spread{0};
};

/// What a server says, for clients. As strict about JSON as MessageDecoder, lenient about members that it does not
/// know, as later versions add some. Not thread-safe (holds parse buffers). Errors name the member (`at`).
class AnswerDecoder {
public:
    /// Messages with more bytes than this are refused. How deep they nest is the server's affair, up to what the
    /// parser reads at all.
    explicit AnswerDecoder(std::size_t maximumMessageBytes);
    ~AnswerDecoder();
    AnswerDecoder(AnswerDecoder &&) noexcept;
    AnswerDecoder &operator=(AnswerDecoder &&) noexcept;

    Result<ServerFrame> decodeFrame(std::string_view text);
    Result<PollAnswer> decodePoll(std::string_view body);
    Result<SendAnswer> decodeSend(std::string_view body);
    Result<ForceNotice> decodeForce(std::string_view payload);
    Result<TapContent> decodeTap(std::string_view payload);
    /// Of an answer that is not 200. Whatever the body is, problem document or not, this is a refusal: the status
    /// alone says what to do where nothing else does.
    Refusal decodeProblem(int httpStatus, std::string_view body);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace relais
