// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace relais::server {

/// base64url as JOSE has it (RFC 7515, 2), strictly: no padding, no blanks, no other characters, and no bits after
/// the last byte. So each sequence of bytes has exactly one text, and a token that was altered is another token.
std::optional<std::string> decodeBase64Url(std::string_view text);
std::string encodeBase64Url(std::string_view bytes);

} // namespace relais::server
