// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/config/rawsetting.h"

namespace relais::server {

struct CommandLine {
    Action action = Action::Run;
    std::optional<std::string> configurationFile; ///< `--config`
    RawSettings raw;
};

/// Splits the command line into what it means; values are looked at later, with those of the other sources.
CommandLine parseCommandLine(const std::vector<std::string> &arguments);

} // namespace relais::server
