// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "server/commands/command.h"

namespace relais::server {

/// Splits what stands behind the name of a command into what it means. A usage error is the first that is found, and
/// shows no secret that somebody put in the wrong place.
std::variant<CommandArguments, CommandResult> parseCommandArguments(const Command &command,
                                                                    std::vector<std::string> arguments);

} // namespace relais::server
