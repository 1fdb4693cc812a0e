// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/queue/messagelog.h"

namespace relais::server {

/// The body of a poll's answer; the messages are quoted as the log has them encoded.
std::string encodePollAnswer(const ReadResult &result);

} // namespace relais::server
