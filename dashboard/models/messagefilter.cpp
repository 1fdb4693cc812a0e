// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/messagefilter.h"

#include <algorithm>

namespace relais::dashboard {

namespace {

// Longer needles are cut: nobody types them.
constexpr std::size_t maximumNeedle = 1024;

char lower(char character)
{
    return static_cast<char>(character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character);
}

} // namespace

MessageFilter::Needle::Needle(std::string text)
    : m_text(std::move(text))
{
    if (m_text.size() > maximumNeedle)
        m_text.resize(maximumNeedle);
    std::transform(m_text.begin(), m_text.end(), m_text.begin(), lower);
    m_borders.assign(m_text.size(), 0);
    std::size_t matched = 0;
    for (std::size_t position = 1; position < m_text.size(); ++position) {
        while (matched > 0 && m_text[position] != m_text[matched])
            matched = m_borders[matched - 1];
        if (m_text[position] == m_text[matched])
            ++matched;
        m_borders[position] = static_cast<std::uint16_t>(matched);
    }
}

bool MessageFilter::Needle::isIn(std::string_view haystack) const
{
    if (m_text.empty())
        return true;
    std::size_t matched = 0;
    for (const char character : haystack) {
        const char wanted = lower(character);
        while (matched > 0 && wanted != m_text[matched])
            matched = m_borders[matched - 1];
        if (wanted == m_text[matched] && ++matched == m_text.size())
            return true;
    }
    return false;
}

MessageFilter::MessageFilter(std::string type, std::string user, std::string text)
    : m_type(std::move(type))
    , m_user(std::move(user))
    , m_text(std::move(text))
{
}

bool MessageFilter::accepts(const Message &message) const
{
    if (!m_type.isIn(message.type))
        return false;
    if (!m_user.isEmpty() && (!message.userId || !m_user.isIn(message.userId->toString())))
        return false;
    return m_text.isIn(message.payload);
}

} // namespace relais::dashboard
