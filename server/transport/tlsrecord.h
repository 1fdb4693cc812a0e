// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace relais::server {

/// The first byte of a connection that begins with a TLS handshake.
inline constexpr char tlsHandshakeRecord = 0x16;

/// How many bytes at the front of `stream` are whole TLS records (RFC 8446 section 5.1), all where one is none: that
/// is for OpenSSL to refuse, with the alert that belongs to it.
inline std::size_t wholeTlsRecords(std::string_view stream)
{
    constexpr std::size_t headerBytes = 5;
    constexpr std::size_t longestRecord = (1 << 14) + 2048; // of TLS 1.2; those of 1.3 are shorter
    std::size_t whole = 0;
    while (stream.size() - whole >= headerBytes) {
        const auto byteAt = [&](std::size_t index) {
            return static_cast<std::size_t>(static_cast<unsigned char>(stream[whole + index]));
        };
        const std::size_t length = byteAt(3) << 8 | byteAt(4);
        if (byteAt(1) != 3 || length > longestRecord)
            return stream.size();
        if (stream.size() - whole - headerBytes < length)
            break;
        whole += headerBytes + length;
    }
    return whole;
}

} // namespace relais::server
