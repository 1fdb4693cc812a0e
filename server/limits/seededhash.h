// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

#include "server/limits/addresskey.h"

namespace relais::server {

/// Seeded once a process, so that ids and addresses chosen to collide do not.
struct SeededHash {
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const noexcept;
    std::size_t operator()(const AddressKey &address) const noexcept;
};

} // namespace relais::server
