// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "common/core/result.h"
#include "server/transport/connectionlimiter.h"

namespace relais::server {

/// The whole answer of a connection that serves no request any more: a problem document, and `Connection: close`.
std::string httpRefusal(const Error &error);
/// To who may not connect now.
const std::string &httpRefusal(ConnectionLimiter::Limit limit);

} // namespace relais::server
