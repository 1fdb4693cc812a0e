// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/messagefilter.h"

#include <algorithm>

namespace relais::dashboard {

namespace {

// Longer needles are cut: nobody types them.
constexpr std::size_t maximumNeedle = 1024;

unsigned char lower(char character)
{
    return static_cast<unsigned char>(character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character);
}

} // namespace

MessageFilter::Needle::Needle(std::string text)
    : m_text(std::move(text))
{
    if (m_text.size() > maximumNeedle)
        m_text.resize(maximumNeedle);
    std::transform(m_text.begin(), m_text.end(), m_text.begin(),
                   [](char character) { return static_cast<char>(lower(character)); });
    m_shift.fill(static_cast<std::uint16_t>(m_text.size()));
    for (std::size_t position = 0; position + 1 < m_text.size(); ++position)
        m_shift[static_cast<unsigned char>(m_text[position])]
            = static_cast<std::uint16_t>(m_text.size() - 1 - position);
}

bool MessageFilter::Needle::isIn(std::string_view haystack) const
{
    if (m_text.empty())
        return true;
    const std::size_t last = m_text.size() - 1;
    for (std::size_t begin = 0; begin + m_text.size() <= haystack.size();) {
        std::size_t position = last;
        while (lower(haystack[begin + position]) == static_cast<unsigned char>(m_text[position])) {
            if (position == 0)
                return true;
            --position;
        }
        begin += m_shift[lower(haystack[begin + last])];
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
