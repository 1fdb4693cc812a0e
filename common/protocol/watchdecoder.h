// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include "common/protocol/envelope.h"
#include "common/protocol/message.h"

namespace relais {

/// The frame `sync.watch`. Without a payload, or with nothing in it, it asks for nothing: the watch ends. `null` is
/// as good as nothing. Errors: InvalidField, InvalidType, InvalidUser, with the place.
Result<WatchRequest> readWatch(const Envelope &envelope);

} // namespace relais
