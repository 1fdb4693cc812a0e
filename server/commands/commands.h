// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <optional>

#include "common/core/clock.h"
#include "server/config/configuration.h"

namespace relais::server {

/// Runs the command that the first argument names (init, token, keys) to its end. Nothing when it names none: then
/// the arguments are those of the server, whose options all begin with a dash.
std::optional<ExitStatus> runCommand(const ConfigurationInputs &inputs, const Clock &clock, std::FILE *output,
                                     std::FILE *errors);

} // namespace relais::server
