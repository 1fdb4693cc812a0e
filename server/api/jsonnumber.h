// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <charconv>
#include <string>

namespace relais::server {

/// A figure as text for machines, whatever the locale: ten digits are more than any measurement has, and hold a count
/// of bytes up to 10 GB to the byte.
inline void appendNumber(std::string &out, double value)
{
    std::array<char, 32> digits{};
    const auto [end, error]
        = std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::general, 10);
    out.append(digits.data(), error == std::errc() ? end : digits.data());
}

} // namespace relais::server
