// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace relais::server {

/// The candidate that `word` was most likely meant to be: the nearest by edits (a swap of neighbours counts as one),
/// if it is near at all. Empty if none is.
std::string nearestWord(std::string_view word, const std::vector<std::string> &candidates);

/// The same over the names of all settings and sections; `ttl` alone is enough for `messages.ttl`.
std::string nearestSetting(std::string_view name);

} // namespace relais::server
