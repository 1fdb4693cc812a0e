// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace relais::bench {

/// Reads the command line, runs the scenario it names and prints what it found. Returns the exit status: 0
/// when every delivery was right, 1 when one was not or the run failed, 2 for a command line that is none.
int runCommandLine(int argumentCount, const char *const *arguments);

} // namespace relais::bench
