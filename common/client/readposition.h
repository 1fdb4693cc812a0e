// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include "common/protocol/messageid.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>

namespace relais::client {

/// Up to where an application has read, over all transports: what to ask the server for, and which messages were
/// delivered before. Two transports may bring the same messages while one takes over from the other.
class ReadPosition {
public:
    /// How many ids are remembered beyond the highest: with the server's defaults, all that it keeps for a user and
    /// for everyone.
    static constexpr std::size_t rememberedIds = 2048;

    /// `cursor`: to go on from, as cursor() gave it earlier; empty: none.
    explicit ReadPosition(std::string cursor = {});

    /// What goes into `since`; empty as long as no server has named a position.
    const std::string &cursor() const { return m_cursor; }

    /// The server named this position, and everything up to it has been read. Never goes back.
    void advance(const std::string &cursor);
    /// The server said `reset` and goes on from this position with everything that it keeps. May go back: in another
    /// log, ids may be lower, and even in the same one it repeats what it has. What was delivered stays known.
    void restart(const std::string &cursor);
    /// A message came. Is it to be delivered: above everything before it, and not delivered already?
    bool take(MessageId id);

private:
    bool wasDelivered(MessageId id) const;

    std::string m_cursor;
    std::optional<MessageId> m_last; ///< what is not above this is not new
    std::optional<MessageId> m_highest; ///< of what was ever delivered
    std::deque<MessageId> m_delivered; ///< the latest ones, for after a restart
};

} // namespace relais::client
