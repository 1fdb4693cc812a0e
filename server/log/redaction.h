// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace relais::server {

/// A request target, a URL or a field value as it may be logged: the values of the query parameters `token` and
/// `access_token` (in any case and percent-encoding) and what follows `Bearer ` or `bearer.` are replaced by
/// "redacted", and so are, wherever they stand, the secret of an API key (`rk_<id>_…`), a JSON Web Token, and user
/// and password of a URL. Rather hides a word too many than a token too few.
std::string redactToken(std::string_view text);

} // namespace relais::server
