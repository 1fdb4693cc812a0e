// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/config/settingvalue.h"

#include <array>
#include <charconv>
#include <limits>
#include <span>

namespace relais::server {
namespace {

struct Unit {
    std::string_view suffix;
    std::int64_t factor;
};

// Largest first, the order in which they are tried for writing.
constexpr std::array<Unit, 5> DurationUnits
    = {{{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::array<Unit, 4> SizeUnits
    = {{{"GiB", std::int64_t(1) << 30}, {"MiB", std::int64_t(1) << 20}, {"KiB", std::int64_t(1) << 10}, {"", 1}}};

std::optional<std::int64_t> parseWithUnit(std::string_view text, std::span<const Unit> units)
{
    const std::size_t digits = text.find_first_not_of("0123456789");
    const auto number = parseCount(text.substr(0, digits));
    const std::string_view suffix = digits == std::string_view::npos ? std::string_view() : text.substr(digits);
    for (const Unit &unit : units) {
        if (unit.suffix != suffix)
            continue;
        if (!number || *number > std::numeric_limits<std::int64_t>::max() / unit.factor)
            return std::nullopt;
        return *number * unit.factor;
    }
    return std::nullopt;
}

std::string formatWithUnit(std::int64_t value, std::span<const Unit> units)
{
    for (const Unit &unit : units) {
        if (value != 0 && value % unit.factor == 0)
            return std::to_string(value / unit.factor) + std::string(unit.suffix);
    }
    return "0";
}

} // namespace

std::optional<std::int64_t> parseCount(std::string_view text)
{
    if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    std::int64_t number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec != std::errc())
        return std::nullopt;
    return number;
}

std::optional<std::chrono::milliseconds> parseDuration(std::string_view text)
{
    const auto milliseconds = parseWithUnit(text, DurationUnits);
    if (!milliseconds)
        return std::nullopt;
    return std::chrono::milliseconds(*milliseconds);
}

std::optional<std::int64_t> parseSize(std::string_view text)
{
    return parseWithUnit(text, SizeUnits);
}

std::string formatDuration(std::chrono::milliseconds duration)
{
    return duration.count() == 0 ? "0s" : formatWithUnit(duration.count(), DurationUnits);
}

std::string formatSize(std::int64_t bytes)
{
    return formatWithUnit(bytes, SizeUnits);
}

} // namespace relais::server
