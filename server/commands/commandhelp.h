// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "server/commands/command.h"

namespace relais::server {

/// The answer to `relais-server COMMAND --help`; translated, with its line feeds.
std::string commandHelp(const Command &command);

/// The answer to `relais-server keys --help`: the commands whose names begin with `group` and a blank.
std::string groupHelp(std::string_view group, std::span<const Command> commands);

} // namespace relais::server
