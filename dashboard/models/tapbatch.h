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
};

} // namespace relais::dashboard

Q_DECLARE_METATYPE(relais::dashboard::TapBatch)
