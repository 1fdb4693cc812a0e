// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include <QString>

#include "server/config/settings.h"

namespace relais::server {

/// Values that are each in order and yet cannot be used, alone or together.
struct BrokenRule {
    std::string_view setting;
    std::string_view other; ///< the setting that it contradicts; empty if none
    QString text; ///< translated
};

std::vector<BrokenRule> brokenRules(const Settings &settings);

} // namespace relais::server
