// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace relais::server {

/// The value of any setting. Counts, sizes (bytes), durations (milliseconds) and choices (index) are integers.
using SettingValue = std::variant<std::int64_t, std::string, std::vector<std::string>>;

/// "0", "5000"; decimal digits only, within 64 bits.
std::optional<std::int64_t> parseCount(std::string_view text);

/// "500ms", "10s", "5m", "1h", "7d". The unit is never left out: "10" would be ten of what?
std::optional<std::chrono::milliseconds> parseDuration(std::string_view text);

/// "65536", "64KiB", "1MiB", "2GiB".
std::optional<std::int64_t> parseSize(std::string_view text);

/// In the largest unit that says it exactly; parseDuration() and parseSize() read it back.
std::string formatDuration(std::chrono::milliseconds duration);
std::string formatSize(std::int64_t bytes);

} // namespace relais::server
