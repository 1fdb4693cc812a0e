// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/core/result.h"
#include "common/protocol/message.h"

namespace relais {

/// Bounds on what is taken from the network. All are settings.
struct MessageLimits {
    std::size_t maximumBytes = 64 * 1024; ///< a message with its envelope
    int maximumDepth = 32; ///< levels of nesting of a payload
    std::vector<std::string> allowedTypes; ///< `types.allow`; empty: every type that is well-formed
};

/// A frame from a client, parsed.
using ClientFrame = std::variant<SendRequest, PingRequest, AuthRequest, WatchRequest>;

/// A frame that was refused, with its `ref` where one could be read, so that the answer can name it.
struct FrameError {
    Error error;
    std::optional<std::string> ref;
};

/// The one place where JSON from the network becomes values. Strict: simdjson decides what is JSON (RFC 8259, UTF-8,
/// numbers that fit 64 bits or a double), this class what is a request; doubled members of an envelope are an error,
/// those inside a payload are the application's and pass as they came. Not thread-safe (holds parse buffers): one
/// for each I/O thread. Errors name the member (`at`) and, for JSON itself, line and column.
class MessageDecoder {
public:
    explicit MessageDecoder(MessageLimits limits = {});
    ~MessageDecoder();
    MessageDecoder(MessageDecoder &&) noexcept;
    MessageDecoder &operator=(MessageDecoder &&) noexcept;

    Result<SendRequest> decodeSend(std::string_view body);
    Result<BroadcastRequest> decodeBroadcast(std::string_view body);
    Result<ForceRequest> decodeForce(std::string_view body);
    std::variant<ClientFrame, FrameError> decodeFrame(std::string_view text);
    /// A message as a server sends it; for clients and tests. Accepts types that begin with `sync.`.
    Result<Message> decodeMessage(std::string_view text);

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// `{"id":…,"type":…,"payload":…,"userId":…,"timestamp":…}`, without blanks, in this order.
std::string encodeMessage(const Message &message);

/// Appends `text` (valid UTF-8) as a JSON string, with its quotes.
void appendJsonString(std::string &out, std::string_view text);
std::string jsonString(std::string_view text);

/// The RFC 9457 problem document for an error: type, title, status, detail, success:false, code, and where known
/// at, line, column.
std::string encodeProblem(const Error &error);

/// Is `type` well-formed: `[a-z][a-z0-9_]*([.:-][a-z0-9_]+)*`, at most 64 bytes? Says nothing about reserved types.
bool isWellFormedType(std::string_view type);
bool isReservedType(std::string_view type);

} // namespace relais
