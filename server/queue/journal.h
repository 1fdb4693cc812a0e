// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "common/core/result.h"
#include "server/queue/encodedmessage.h"

namespace relais::server {

/// Where the log survives a stop of the process. Without one, the log lives as long as the process.
///
/// Order: batches are committed in the order of store(), each whole or not at all. Threading: store() is called by
/// one thread at a time and must not wait for the disk; `committed` is called once for each batch, in order, from the
/// journal's own thread, never from within store(). Failure: `committed` carries JournalUnavailable, and nothing of
/// the batch is kept; what was committed before stays. End: the destructor returns when every batch has its outcome.
class Journal {
public:
    using Committed = std::function<void(std::optional<Error> failure)>;

    virtual ~Journal() = default;
    virtual void store(std::vector<EncodedMessagePtr> batch, Committed committed) = 0;
};

} // namespace relais::server
