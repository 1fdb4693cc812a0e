// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace relais::server {

/// A configuration for a server with authentication, as TOML with comments in the language in use: what has to be
/// decided is there as an example, what has a sensible default is not. `secret` becomes auth.jwt_secret.
std::string configurationTemplate(std::string_view secret);

} // namespace relais::server
