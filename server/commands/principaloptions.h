// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "common/protocol/userid.h"
#include "server/access/role.h"
#include "server/commands/command.h"

namespace relais::server {

/// Whom a key or a token is for: `--role` and `--user`.
struct PrincipalOptions {
    RoleSet roles; ///< empty: none was given
    std::optional<UserId> user;
};

std::variant<UserId, CommandResult> readUser(const std::string &text);
std::variant<PrincipalOptions, CommandResult> readPrincipal(const CommandArguments &arguments);

} // namespace relais::server
