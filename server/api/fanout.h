// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "server/api/framerun.h"
#include "server/sync/realtimesyncservice.h"
#include "server/transport/reactor.h"

namespace relais::server {

class SyncClient;

/// Sends messages to the WebSocket clients of one I/O thread. Clients that keep up are at the thread's position in
/// the log; a pass sends what came since to each of them with one send() of shared bytes. A client that the kernel
/// takes no more from falls out of that list with a position of its own, and goes on from the log when there is room
/// again.
///
/// Lives in its I/O thread.
class FanOut {
public:
    /// `position`: where the thread stands in the log; owned by the caller, who advances it after deliver().
    FanOut(RealtimeSyncService &sync, Reactor &reactor, const MessageId &position);

    /// Finds where a client begins, as it asked for; what it may read follows from there, at onWritable(). Has it
    /// lost anything since, so that it must be told to refetch? One that may not read begins nowhere.
    bool add(SyncClient &client);
    void remove(SyncClient &client);
    void onWritable(SyncClient &client);

    /// Sends these, all that came after the thread's position, to whom they are for.
    void deliver(std::span<const EncodedMessagePtr> messages);
    /// The thread lost track of single messages: each client goes on from the log by itself, once the position has
    /// been advanced and resumeYielded() is called.
    void fallBehind();
    /// Clients that gave way to others in the middle of a long backlog go on.
    void resumeYielded();

private:
    void deliverToOwners(std::span<const EncodedMessagePtr> messages);
    void deliverRun(SyncClient &client, const FrameRun &run);
    void catchUp(SyncClient &client);
    void becomeLive(SyncClient &client);
    void leaveLive(SyncClient &client, MessageId position);
    void recordDelivery(const FrameRun &run, std::size_t clients);

    RealtimeSyncService &m_sync;
    Reactor &m_reactor;
    const MessageId &m_position;
    std::unordered_multimap<UserId, SyncClient *> m_byUser; ///< those that read
    std::vector<SyncClient *> m_live;
    std::vector<SyncClient *> m_yielded; ///< in the midst of a long backlog
    FrameRun m_run; ///< of the broadcasts of a pass; kept for its buffer
    std::uint32_t m_pass = 0;
};

} // namespace relais::server
