// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QIcon>

namespace relais::dashboard {

/// What the tray icon says. Each has a shape of its own, as a tray is small and colours are not seen by all.
enum class TrayState : std::uint8_t {
    Disconnected, ///< a ring
    Connected, ///< a disc
    Stale, ///< half a disc
    Alert, ///< a triangle with an exclamation mark
};

QIcon trayImage(TrayState state);

} // namespace relais::dashboard
