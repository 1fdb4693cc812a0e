// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/queue/encodedmessage.h"

#include <algorithm>

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

std::string_view EncodedMessage::type() const
{
    constexpr std::string_view mark = R"(","type":")"; // behind an id, in which there is no quote; nor in a type
    const std::string_view text = json();
    const std::size_t begin = std::min(text.find(mark), text.size() - mark.size()) + mark.size();
    return text.substr(begin, text.find('"', begin) - begin);
}

std::string_view EncodedMessage::payload() const
{
    constexpr std::string_view mark = R"(,"payload":)";
    constexpr std::string_view timestampMark = R"(,"timestamp":)";
    const std::string_view text = json();
    const std::size_t begin = std::min(text.find(mark), text.size() - mark.size()) + mark.size();
    std::size_t end = std::min(text.rfind(timestampMark), text.size());
    if (m_userId)
        end -= std::string_view(R"(,"userId":)").size() + jsonString(m_userId->toString()).size();
    return text.substr(begin, end - begin);
}

std::size_t EncodedMessage::memoryBytes() const
{
    return sizeof(*this) + m_frame.capacity() + (m_userId ? m_userId->toString().capacity() : 0);
}

} // namespace relais::server
