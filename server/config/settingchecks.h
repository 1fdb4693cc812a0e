// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace relais::server {

/// Is this text what a setting takes? Each says nothing about whether the server can use it on this machine.
bool isListenAddress(std::string_view text); ///< an IPv4 or IPv6 address without brackets, or `localhost`
bool isLoopbackAddress(std::string_view text); ///< `localhost`, 127.0.0.0/8 or ::1
bool isPath(std::string_view text); ///< not empty, no NUL
bool isOptionalPath(std::string_view text); ///< a path, or empty
bool isNodeName(std::string_view text); ///< 1 to 64 of A-Z a-z 0-9 . _ -
bool isAllowableType(std::string_view text); ///< a message type that clients may send

/// An origin as browsers serialise it (RFC 6454): `scheme://host[:port]` in lower case, without path; the port may be
/// `*`. Neither `*` nor `null` is one: that would be every page there is.
bool isOrigin(std::string_view text);

/// The secret of HS256 tokens: as long as the digest at least (RFC 7518, section 3.2); or empty, none.
bool isJwtSecret(std::string_view text);
bool isClaimName(std::string_view text); ///< 1 to 128 printable ASCII characters
bool isClaimValue(std::string_view text); ///< up to 512 bytes without control characters
bool isRoleName(std::string_view text);

/// Whence keys that decide who is let in may come: https, or http where nobody is between (loopback); or empty.
bool isKeySetUrl(std::string_view text);

/// What stands before a path in the references of a page: http or https, host, port, path, of characters that mean
/// nothing in an attribute or in a Content-Security-Policy; or empty.
bool isAssetsUrl(std::string_view text);

/// An IPv4 or IPv6 address, or a network in CIDR form without bits beyond its prefix: 10.0.0.0/8, 2001:db8::/32.
bool isNetwork(std::string_view text);

/// What a Host field may name: a name, an IPv4 address or an IPv6 address in brackets, in lower case, without port.
bool isHostName(std::string_view text);

} // namespace relais::server
