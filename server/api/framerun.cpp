// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/framerun.h"

namespace relais::server {

std::size_t FrameRun::assign(std::span<const EncodedMessagePtr> messages, std::size_t maximumBytes)
{
    m_messages.clear();
    m_joined.clear();
    std::size_t bytes = 0;
    for (const EncodedMessagePtr &message : messages) {
        if (!m_messages.empty() && bytes + message->frame().size() > maximumBytes)
            break;
        bytes += message->frame().size();
        m_messages.push_back(message);
    }
    if (m_messages.size() == 1) {
        m_bytes = m_messages.front()->frame();
        return 1;
    }
    m_joined.reserve(bytes);
    for (const EncodedMessagePtr &message : m_messages)
        m_joined += message->frame();
    m_bytes = m_joined;
    return m_messages.size();
}

FrameRun::Place FrameRun::placeAt(std::size_t sent) const
{
    std::size_t index = 0;
    while (sent >= m_messages[index]->frame().size())
        sent -= m_messages[index++]->frame().size();
    return {index, sent};
}

} // namespace relais::server
