// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace relais::server {

/// Checks UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF) as it comes, also when it
/// is cut inside a character. Fails at the first byte that no valid text could have there.
class Utf8Validator {
public:
    /// False as soon as the text so far is not the beginning of a valid one; feed() must not be called after
    /// that.
    bool feed(std::string_view text);
    /// Does the text so far end between characters?
    bool isComplete() const { return m_missing == 0; }

private:
    std::uint8_t m_missing = 0; ///< bytes of the character under way
    std::uint8_t m_lowest = 0x80; ///< of its next byte
    std::uint8_t m_highest = 0xbf;
};

} // namespace relais::server
