// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/queue/encodedmessage.h"

#include "common/protocol/messagecodec.h"
#include "server/transport/websocketcodec.h"

namespace relais::server {

EncodedMessage::EncodedMessage(const Message &message, MonotonicTime arrival)
    : m_id(message.id)
    , m_userId(message.userId)
    , m_arrival(arrival)
{
    enframe(encodeMessage(message));
}

EncodedMessage::EncodedMessage(MessageId id, std::optional<UserId> userId, std::string_view json,
                               MonotonicTime arrival)
    : m_id(id)
    , m_userId(std::move(userId))
    , m_arrival(arrival)
{
    enframe(json);
}

void EncodedMessage::enframe(std::string_view json)
{
    m_frame = encodeWebSocketHeader(WebSocketOpcode::Text, json.size());
    m_headerBytes = static_cast<std::uint8_t>(m_frame.size());
    m_frame += json;
}

std::size_t EncodedMessage::memoryBytes() const
{
    return sizeof(*this) + m_frame.capacity() + (m_userId ? m_userId->toString().capacity() : 0);
}

} // namespace relais::server
