// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/core/clock.h"
#include "common/protocol/message.h"

namespace relais::server {

/// A message that has its id, encoded once for every reader: the JSON that a poll answer quotes and, around the same
/// bytes, the WebSocket text frame that is sent to every client. Immutable, so threads share it without a lock.
class EncodedMessage {
public:
    EncodedMessage(const Message &message, MonotonicTime arrival);
    /// From the json() that such a message had before, which is taken at its word.
    EncodedMessage(MessageId id, std::optional<UserId> userId, std::string_view json, MonotonicTime arrival);

    MessageId id() const { return m_id; }
    const std::optional<UserId> &userId() const { return m_userId; }
    bool isBroadcast() const { return !m_userId.has_value(); }
    /// When the server took it; for delivery latency.
    MonotonicTime arrival() const { return m_arrival; }

    /// Found in the JSON, which encodeMessage() wrote.
    std::string_view type() const;
    std::string_view payload() const;

    std::string_view frame() const { return m_frame; }
    std::string_view json() const { return std::string_view(m_frame).substr(m_headerBytes); }
    /// What it occupies, for the log's bound.
    std::size_t memoryBytes() const;

private:
    void enframe(std::string_view json);

    MessageId m_id;
    std::optional<UserId> m_userId;
    MonotonicTime m_arrival;
    std::string m_frame;
    std::uint8_t m_headerBytes = 0;
};

using EncodedMessagePtr = std::shared_ptr<const EncodedMessage>;

} // namespace relais::server
