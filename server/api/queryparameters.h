// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "common/core/result.h"
#include "server/transport/httprequest.h"

namespace relais::server {

/// A query parameter that is a whole number, or `otherwise` when it is not there. Strict: digits only. Errors:
/// InvalidParameter, with the parameter's name.
Result<std::uint64_t> parseCount(const HttpRequest &request, const char *name, std::uint64_t minimum,
                                 std::uint64_t maximum, std::uint64_t otherwise);

Error invalidParameter(const char *name, const std::string &expected);

} // namespace relais::server
