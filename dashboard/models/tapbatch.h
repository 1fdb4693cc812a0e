// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QMetaType>

#include "common/protocol/message.h"

namespace relais::dashboard {

/// Messages that the server's tap let through, in the order of their ids. Shared, so that a batch crosses threads,
/// and a list is exported, without a copy of the payloads.
struct TapBatch {
    std::vector<std::shared_ptr<const Message>> messages;
    quint64 leftOut = 0; ///< that matched, and that the server did not send so that nobody drowns
    quint64 dropped = 0; ///< that came, and for which there was no room before they could be shown
};

/// What a message takes of a bound in bytes: its texts, and what is beside them, so that many small ones count for
/// what they take.
inline std::size_t weightOf(const Message &message)
{
    constexpr std::size_t overhead = sizeof(Message) + 2 * sizeof(void *);
    return overhead + message.type.size() + message.payload.size()
        + (message.userId ? message.userId->toString().size() : 0);
}

} // namespace relais::dashboard

Q_DECLARE_METATYPE(relais::dashboard::TapBatch)
