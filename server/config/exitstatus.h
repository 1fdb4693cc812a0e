// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace relais::server {

/// How relais-server ends; scripts and service managers rely on the numbers.
enum class ExitStatus : int {
    Success = 0, ///< after a clean stop
    Failure = 1, ///< the port is in use, and all else that the configuration cannot know
    Usage = 2, ///< the command line is wrong
    Configuration = 78, ///< EX_CONFIG of sysexits.h: a restart changes nothing
};

} // namespace relais::server
