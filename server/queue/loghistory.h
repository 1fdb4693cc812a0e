// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "common/core/clock.h"
#include "server/queue/encodedmessage.h"

namespace relais::server {

/// What a log begins with: nothing but an origin, or what a journal kept of the one before.
struct LogHistory {
    /// A log without a past begins at `now`: an older cursor is from another log.
    static LogHistory beginningAt(UnixTime now) { return {.origin = MessageId{}.next(now)}; }

    MessageId origin; ///< where the log began: an older position cannot be proved to have lost nothing
    std::uint64_t toldTime = 0; ///< the highest `timestamp` that is known to have been told to a reader
    MessageId broadcastFloor;
    MessageId forgottenFloor; ///< of every user without a floor of its own
    std::unordered_map<UserId, MessageId> userFloors;
    std::vector<EncodedMessagePtr> messages; ///< in id order; one at or below its floor is gone
};

/// What the log let go, for the journal to do the same. Floors are told with, or before, the messages below them.
struct LogChanges {
    std::vector<MessageId> discarded;
    std::optional<MessageId> broadcastFloor;
    std::unordered_map<UserId, MessageId> userFloors;
    std::optional<MessageId> forgottenFloor;
    std::vector<UserId> forgottenUsers; ///< whose floors went into `forgottenFloor`
    std::uint64_t toldTime = 0; ///< 0: as before

    bool isEmpty() const
    {
        // A floor rises only because a message is discarded.
        return discarded.empty() && forgottenUsers.empty() && toldTime == 0;
    }
};

} // namespace relais::server
