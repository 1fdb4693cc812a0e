// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace relais::server {

/// Auto: text when standard error is a terminal, JSON otherwise.
enum class LogFormat : std::uint8_t { Text, Json, Auto };
enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error };

struct LogSettings {
    LogFormat format = LogFormat::Auto;
    LogLevel level = LogLevel::Info;
};

} // namespace relais::server
