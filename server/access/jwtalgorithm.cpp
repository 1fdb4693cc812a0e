// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/jwtalgorithm.h"

#include <algorithm>
#include <array>

namespace relais::server {
namespace {

/// In the order of JwtAlgorithm.
constexpr std::array<std::string_view, 4> Names = {"HS256", "RS256", "ES256", "EdDSA"};

} // namespace

std::string_view nameOf(JwtAlgorithm algorithm)
{
    return Names.at(static_cast<std::size_t>(algorithm));
}

std::optional<JwtAlgorithm> jwtAlgorithm(std::string_view name)
{
    const auto *const found = std::ranges::find(Names, name);
    if (found == Names.end())
        return std::nullopt;
    return static_cast<JwtAlgorithm>(found - Names.begin());
}

} // namespace relais::server
