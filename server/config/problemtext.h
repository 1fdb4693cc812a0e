// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/config/configuration.h"
#include "server/config/rawsetting.h"

namespace relais::server {

// Problems that more than one source can have, translated.

std::string environmentPlace(const std::string &variable);

ConfigurationProblem unknownSetting(const std::string &name, std::string place);

/// The value is not one that the setting takes.
ConfigurationProblem unacceptableValue(const RawSetting &raw);

} // namespace relais::server
