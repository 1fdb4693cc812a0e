// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>

namespace relais::bench {

/// The run cannot give a figure: the server refused, lost or repeated something, or the time was up. Ends the
/// program with status 1 and one line on standard error.
class RunFailed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

} // namespace relais::bench
