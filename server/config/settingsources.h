// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "server/config/rawsetting.h"

namespace relais::server {

/// The variables that begin with RELAIS_, each of which must be a setting (or RELAIS_CONFIG), and, where those are
/// missing, PORT and NODE_ENV. An empty variable counts as missing: that is what `VARIABLE=` in a unit file or a
/// compose file means.
RawSettings readEnvironment(const std::map<std::string, std::string> &environment);

/// A TOML document. `path` is for the places only.
RawSettings readToml(const std::string &text, const std::string &path);

} // namespace relais::server
