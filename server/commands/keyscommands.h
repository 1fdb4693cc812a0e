// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "server/commands/command.h"

namespace relais::server {

std::span<const Command> keysCommands();

} // namespace relais::server
