// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <QString>

#include "server/config/settings.h"
#include "server/config/settingvalue.h"

namespace relais::server {

enum class SettingKind : std::uint8_t { Text, List, Choice, Count, Size, Duration };

/// What is known of one setting. File, environment, flags, help, `--print-config` and the reference in docs/ all come
/// from this table, so none of them can disagree with another. Texts are English sources of translations.
struct SettingDescriptor {
    std::string_view
        name; ///< "messages.ttl": in the file, for `--set`, and with RELAIS_ before it in the environment
    SettingKind kind;
    const char *summary; ///< one line, begins in lower case, no full stop
    SettingValue (*read)(const Settings &);
    void (*write)(Settings &, const SettingValue &);
    std::int64_t minimum = 0; ///< of Count, Size (bytes) and Duration (ms)
    std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
    std::span<const std::string_view> choices = {}; ///< of Choice, in the order of its enumeration
    std::string_view wordForZero = {}; ///< of Count: "auto"
    bool (*accepts)(std::string_view) = nullptr; ///< of Text, and of each item of List
    const char *expectation = nullptr; ///< of Text and List: what accepts() takes
    bool hasFlag = false; ///< has a flag of its own, named like it: `--data-dir`, `--log-level`
    bool isSecret = false; ///< never shown: neither by `--print-config` nor in an error
};

/// In the order in which they are shown.
std::span<const SettingDescriptor> settingDescriptors();
const SettingDescriptor *findSetting(std::string_view name);

std::string environmentVariable(const SettingDescriptor &setting); ///< "RELAIS_MESSAGES_TTL"
std::string flagName(const SettingDescriptor &setting); ///< "--data-dir"; empty without a flag of its own

/// Translated, for a person: "a duration with its unit (500ms, 10s, 5m, 1h) from 1s to 7d".
QString expectation(const SettingDescriptor &setting);
/// What it may be, short, for a table: "1s to 7d", "full, normal".
QString allowedValues(const SettingDescriptor &setting);

/// A value as written in environment and flags (a list: separated by commas), or one item of a list in the file.
/// Empty when it is not what the setting takes.
std::optional<SettingValue> parseSetting(const SettingDescriptor &setting, std::string_view text);
std::optional<SettingValue> parseSetting(const SettingDescriptor &setting, const std::vector<std::string> &items);

/// The items of a list as written in environment and flags, without the blanks around them.
std::vector<std::string> splitList(std::string_view text);

/// As TOML: `"5m"`, `1000`, `["a", "b"]`.
std::string formatSetting(const SettingDescriptor &setting, const SettingValue &value);

} // namespace relais::server
