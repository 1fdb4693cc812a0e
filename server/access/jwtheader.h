// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "server/access/jwtalgorithm.h"

namespace relais::server {

/// What a token says of its own signature. Nobody has vouched for it yet: it is good for finding a key that pins this
/// algorithm, and for nothing else. Keys and addresses of keys in it (`jwk`, `x5c`, `jku`, `x5u`) are not even read.
struct JwtHeader {
    JwtAlgorithm algorithm{};
    std::optional<std::string> keyId;
};

/// Why a header is refused, for the operator's log; a constant, without anything of the token.
struct JwtHeaderProblem {
    std::string_view reason;
};

std::variant<JwtHeader, JwtHeaderProblem> readJwtHeader(std::string_view json);

} // namespace relais::server
