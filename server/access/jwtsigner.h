// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "common/core/result.h"
#include "server/access/jwtclaims.h"

namespace relais::server {

/// A token, signed with HS256, as a server with these rules takes it: `iss`, `aud` (the first of the audiences), the
/// user claim and the roles claim are by the rules, `jti` is random. Of the claims count subject, expires, issuedAt
/// and roles, which have to be valid UTF-8. Fails when the secret is too short, with a detail for the operator.
Result<std::string> signJwtHs256(const JwtClaims &claims, const JwtRules &rules, std::string_view secret);

} // namespace relais::server
