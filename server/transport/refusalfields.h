// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "common/protocol/errors.h"

namespace relais::server {

/// The header fields, each with its line end, that belong to every refusal of this kind, whoever writes it: what to
/// do about it (`WWW-Authenticate`, RFC 6750 section 3) and when to come again (`Retry-After`, whole seconds).
std::string refusalFields(const Error &error);

} // namespace relais::server
