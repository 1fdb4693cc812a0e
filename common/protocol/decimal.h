// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace relais {

/// The largest integer that JavaScript's numbers hold exactly, 2^53 - 1.
inline constexpr std::uint64_t maximumSafeInteger = (std::uint64_t{1} << 53) - 1;

/// The one decimal form of a number up to maximumSafeInteger: digits only, no leading zero. So two texts are
/// the same number only when they are the same text.
inline std::optional<std::uint64_t> parseSafeInteger(std::string_view text)
{
    if (text.size() > 1 && text.front() == '0')
        return std::nullopt;
    std::uint64_t number = 0;
    const auto *end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || rest != end || number > maximumSafeInteger)
        return std::nullopt;
    return number;
}

} // namespace relais
