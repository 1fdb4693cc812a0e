// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace relais::server {

enum class ContentCoding : std::uint8_t { Identity, Gzip, Brotli };

/// As Accept-Encoding and Content-Encoding have it.
std::string_view codingName(ContentCoding coding);

/// One form in which a file can be sent.
struct Representation {
    ContentCoding coding;
    std::string_view body;
    std::string_view entityTag; ///< strong, in its quotes: of these bytes and no others
};

/// A file that was compiled into the program. Its bytes are read-only memory, shared by all threads and all
/// processes.
struct StaticFile {
    std::string_view name; ///< holds a digest of what is in it, so that it never changes
    std::string_view mediaType;
    std::span<const Representation> representations; ///< the smallest first; Identity is among them, the last
};

} // namespace relais::server
