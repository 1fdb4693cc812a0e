// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include "common/core/result.h"
#include "dashboard/models/tapbatch.h"

namespace relais::dashboard {

/// What is kept for a user, as `GET /api/admin/users/{id}/queue` says it.
struct QueueContent {
    qint64 total = 0; ///< messages
    qint64 bytes = 0; ///< of all of them
    qint64 oldestAgeMs = 0;
    bool hasMore = false; ///< behind these
    qsizetype received = 0; ///< messages, readable or not
    TapBatch batch; ///< with the payloads byte for byte
};

/// Errors: InvalidJson, InvalidField, of an answer that is not one of these. For any thread.
Result<QueueContent> queueContentFrom(const QByteArray &answer);

} // namespace relais::dashboard
