// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "server/assets/staticfile.h"

namespace relais::server {

// Defined by what embed.py makes of resources/demo/.

/// The page, which refers to its assets as `assets/<name>`.
const StaticFile &demoPageFile();
/// Script, style sheet, icon.
std::span<const StaticFile> demoAssets();

} // namespace relais::server
