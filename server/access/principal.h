// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "common/core/clock.h"
#include "common/protocol/userid.h"
#include "server/access/role.h"

namespace relais::server {

/// Who somebody was found to be: what a token or an API key proves. A value; that it still holds is for
/// AccessService::stands() to say.
struct Principal {
    /// Whose rate limit, idempotency keys and audit records these are: "user:u1", "key:4f0c". Two tokens of one user
    /// have one name; no user can choose a name of another kind.
    std::string name;
    RoleSet roles;
    std::optional<UserId> user; ///< whose messages it reads, and who its own are for
    std::optional<UnixTime> issued; ///< of a token that says so
    std::optional<UnixTime> expires; ///< of a token; with the leeway of clocks
    std::string keyId; ///< of the API key; empty for a token
    std::string keyName; ///< what people call it

    bool isDevelopment() const { return name == "development"; }

    /// Development mode takes everyone at their word: `user` is what the request says. No Role::User: a message that
    /// names nobody is for everyone there.
    static Principal development(std::optional<UserId> user)
    {
        return {.name = "development",
                .roles = {Role::Publisher, Role::Operator, Role::Admin},
                .user = std::move(user),
                .issued = {},
                .expires = {},
                .keyId = {},
                .keyName = {}};
    }
};

} // namespace relais::server
