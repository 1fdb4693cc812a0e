// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "common/protocol/errors.h"
#include "common/protocol/jsonscanner.h"

namespace relais::dashboard {

/// Why something failed, on one line: what the error means, in the present language, and in brackets what the server
/// said of it, in its own.
QString describe(const Error &error);

/// Why a text is not JSON, in the present language.
QString describe(const JsonFault &fault);

} // namespace relais::dashboard
