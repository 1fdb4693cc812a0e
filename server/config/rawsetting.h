// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "server/config/configuration.h"

namespace relais::server {

struct SettingDescriptor;

/// A setting as one source gives it, known by name but not looked at.
struct RawSetting {
    /// A value that no setting can have, such as a date, as a person may see it.
    struct Unusable {
        std::string shown;
    };

    const SettingDescriptor *descriptor = nullptr;
    std::variant<std::string, std::vector<std::string>, Unusable> value;
    std::string place;
};

/// What one source gives: settings, and what is wrong with it beyond the values.
struct RawSettings {
    std::vector<RawSetting> settings;
    std::vector<ConfigurationProblem> problems;
};

} // namespace relais::server
