// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "server/assets/staticfile.h"

namespace relais::server {

/// The values of a field, one for each time that it came.
using FieldValues = std::vector<std::string_view>;

/// Which form of a file a client gets by its Accept-Encoding (RFC 9110, section 12.5.3): of those that it takes the
/// one that it weighs highest, and of these the smallest. What cannot be read in the field does not count. Null when
/// it takes none of them.
const Representation *negotiate(const StaticFile &file, const FieldValues &acceptEncoding);

/// Does the client have this already, by its If-None-Match (RFC 9110, section 13.1.2)? Weak tags match as well. What
/// is not a list of entity tags matches nothing.
bool isKnown(std::string_view entityTag, const FieldValues &ifNoneMatch);

} // namespace relais::server
