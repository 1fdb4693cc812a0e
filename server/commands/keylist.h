// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/access/apikeys.h"

namespace relais::server {

/// For a person, as a table; `path` is said where there is nothing to list.
std::string keyListText(const ApiKeys &keys, const std::string &path);

/// {"keys": [{"id", "name", "roles", "user", "created", "revoked"}], "revokedUsers": {…}}; no digest, which is
/// nobody's business.
std::string keyListJson(const ApiKeys &keys);

} // namespace relais::server
