// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <QTimer>

#include "common/protocol/message.h"
#include "server/api/clientid.h"
#include "server/sync/realtimesyncservice.h"

namespace relais::server {

class WebSocketConnection;

/// What operators see live, of one I/O thread: the status a few times a second, and a tap of the messages that are
/// published. A timer, not the fan-out, looks at the log, so that nobody's message waits for a watcher, and what one
/// costs is bounded: so many messages looked at and so many bytes sent, whatever is published. Nothing is kept for a
/// watcher: what it does not get now is counted as left out.
///
/// Lives in its I/O thread.
class Watchers {
public:
    /// Of one watcher a second; as much may come at once after a quiet second.
    static constexpr double tapMessages = 200;
    static constexpr double tapBytes = 256 * 1024;

    explicit Watchers(const RealtimeSyncService &sync);

    /// In place of what the client watched before; nothing to watch ends it. The connection is borrowed until
    /// remove(). Errors: Overloaded.
    std::optional<Error> watch(ClientId client, WebSocketConnection &connection, const WatchRequest &request);
    void remove(ClientId client);

private:
    struct Watcher {
        WebSocketConnection *connection;
        std::chrono::milliseconds statsInterval{0}; ///< 0: none
        MonotonicTime nextStats;
        std::optional<TapFilter> tap;
        MessageId tapFrom; ///< messages behind it are for this watcher
        double messagesLeft = 0; ///< that may be sent now
        double bytesLeft = 0;
        std::uint64_t leftOut = 0; ///< matched, and were not sent
        std::uint64_t unseen = 0; ///< came too fast to be looked at
    };

    void onTick();
    void sendStats(MonotonicTime now);
    void readLog();
    void sendTap(Watcher &watcher, std::chrono::duration<double> passed, std::uint64_t unseen);
    std::vector<ClientId> clients() const;
    bool hasTaps() const;

    const RealtimeSyncService &m_sync;
    std::unordered_map<ClientId, Watcher> m_watchers;
    QTimer m_timer; ///< while there are watchers
    MonotonicTime m_lastTick;
    MessageId m_position; ///< in the log, of all taps
    std::uint64_t m_published = 0; ///< messages up to there
    std::vector<EncodedMessagePtr> m_batch; ///< of a tick; kept for its memory
};

} // namespace relais::server
