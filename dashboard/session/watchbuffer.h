// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <optional>

#include <QJsonObject>

#include "dashboard/models/tapbatch.h"

namespace relais::dashboard {

/// Between the thread that reads what a server says and the one that shows it: what is not fetched in time is
/// gathered, the newest of it, within bounds. Of figures only the last are kept. Thread-safe.
class WatchBuffer {
public:
    /// Half a second of what the window is made for, and few enough to be taken over at once.
    struct Bounds {
        std::size_t messages = 5000;
        std::size_t bytes = 8 * 1024 * 1024;
    };
    struct Content {
        TapBatch tap; ///< `dropped`: for want of room
        std::optional<QJsonObject> stats;

        bool isEmpty() const { return tap.messages.empty() && tap.leftOut == 0 && tap.dropped == 0 && !stats; }
    };

    WatchBuffer();
    explicit WatchBuffer(Bounds bounds);

    /// True when there was nothing before, so that somebody has to be told.
    bool addTap(TapBatch batch);
    bool setStats(QJsonObject stats);
    /// What there is, which then is there no more.
    Content take();

private:
    void dropExcess();

    const Bounds m_bounds;
    mutable std::mutex m_lock; ///< of what follows
    Content m_content;
    std::size_t m_bytes = 0;
};

} // namespace relais::dashboard
