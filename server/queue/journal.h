// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/core/result.h"
#include "server/queue/loghistory.h"

namespace relais::server {

/// That a request was published under an idempotency key.
struct IdempotencyRecord {
    std::string key;
    std::string fingerprint; ///< stands for the request's content
    MessageId id; ///< of its message, the last one when there were several
    UnixTime expires;

    bool operator==(const IdempotencyRecord &) const = default;
};

/// Where the log survives a stop of the process. Without one, the log lives as long as the process.
///
/// Order: batches are committed in the order of store(), each whole or not at all. What is noted becomes durable with
/// the next batch or soon after it; what a kill leaves undone of it is the same again when the log has been read
/// back. Threading: store() and note() are called by one thread at a time and must not wait for the disk; `committed`
/// is called once for each batch, in order, from the journal's own thread, never from within store(); then `settled`,
/// once for those of a group. Failure: `committed` carries JournalUnavailable, and nothing of the batch is kept; what
/// was committed before stays. End: the destructor returns when every batch has its outcome, and all that was noted
/// is durable, if the disk takes it.
class Journal {
public:
    struct Batch {
        std::vector<EncodedMessagePtr> messages; ///< at least one, in id order, above all that were stored before
        std::optional<IdempotencyRecord> idempotency; ///< committed with the messages or not at all
    };
    using Committed = std::function<void(std::optional<Error> failure)>;

    using Settled = std::function<void()>;

    virtual ~Journal() = default;
    /// Before the first store().
    virtual void setSettled(Settled settled) = 0;
    virtual void store(Batch batch, Committed committed) = 0;
    virtual void note(LogChanges changes) = 0;
    /// False from a failure on until the disk takes something again. From any thread.
    virtual bool isAvailable() const = 0;
};

} // namespace relais::server
