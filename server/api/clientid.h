// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace relais::server {

/// Names a WebSocket client of this process; "c" and a number on the wire.
enum class ClientId : std::uint64_t {};

} // namespace relais::server
