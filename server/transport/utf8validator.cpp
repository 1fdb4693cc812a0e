// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/utf8validator.h"

#include <cstddef>
#include <cstring>

namespace relais::server {

namespace {
/// How many bytes from `position` on are ASCII, as far as eight at a time can tell.
std::size_t asciiRun(std::string_view text, std::size_t position)
{
    const std::size_t begin = position;
    for (; position + 8 <= text.size(); position += 8) {
        std::uint64_t word;
        std::memcpy(&word, text.data() + position, sizeof word);
        if ((word & 0x8080808080808080U) != 0)
            break;
    }
    return position - begin;
}
} // namespace

bool Utf8Validator::feed(std::string_view text)
{
    std::size_t position = 0;
    while (position < text.size()) {
        if (m_missing == 0) {
            position += asciiRun(text, position);
            if (position == text.size())
                break;
        }
        const auto byte = static_cast<std::uint8_t>(text[position++]);
        if (m_missing > 0) {
            if (byte < m_lowest || byte > m_highest)
                return false;
            --m_missing;
            m_lowest = 0x80;
            m_highest = 0xbf;
        } else if (byte < 0x80) {
            continue;
        } else if (byte >= 0xc2 && byte <= 0xdf) {
            m_missing = 1;
        } else if (byte >= 0xe0 && byte <= 0xef) {
            m_missing = 2;
            if (byte == 0xe0)
                m_lowest = 0xa0; // below is overlong
            else if (byte == 0xed)
                m_highest = 0x9f; // above are the surrogates
        } else if (byte >= 0xf0 && byte <= 0xf4) {
            m_missing = 3;
            if (byte == 0xf0)
                m_lowest = 0x90; // below is overlong
            else if (byte == 0xf4)
                m_highest = 0x8f; // above is past U+10FFFF
        } else {
            return false;
        }
    }
    return true;
}

} // namespace relais::server
