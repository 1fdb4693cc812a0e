// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/tapframe.h"

#include "common/protocol/messagecodec.h"
#include "server/transport/websocketcodec.h"

namespace relais::server {

namespace {

/// The beginning of a text, cut between characters.
std::string_view beginning(std::string_view text, std::size_t bytes)
{
    while (bytes > 0 && bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80)
        --bytes;
    return text.substr(0, bytes);
}

void appendCut(std::string &out, const EncodedMessage &message)
{
    const std::string_view payload = message.payload();
    out += R"({"id":")" + message.id().toString() + R"(","type":)" + jsonString(message.type()) + R"(,"payload":)";
    appendJsonString(out, beginning(payload, TapFrame::shownBytes));
    if (message.userId())
        out += R"(,"userId":)" + jsonString(message.userId()->toString());
    out += R"(,"timestamp":)" + std::to_string(message.id().ms) + R"(,"cut":true,"payloadBytes":)"
        + std::to_string(payload.size()) + '}';
}

} // namespace

std::size_t TapFrame::add(const EncodedMessage &message)
{
    const std::size_t before = m_messages.size();
    if (before > 0)
        m_messages += ',';
    if (message.json().size() > maximumMessageBytes)
        appendCut(m_messages, message);
    else
        m_messages += message.json();
    return m_messages.size() - before;
}

std::string TapFrame::encode(std::uint64_t leftOut, std::uint64_t unseen) const
{
    return encodeWebSocketFrame(WebSocketOpcode::Text,
                                R"({"type":"sync.tap","payload":{"messages":[)" + m_messages + R"(],"leftOut":)"
                                    + std::to_string(leftOut) + R"(,"unseen":)" + std::to_string(unseen) + "}}");
}

} // namespace relais::server
