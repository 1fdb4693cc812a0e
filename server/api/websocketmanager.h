// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <unordered_map>

#include <QObject>

#include "common/protocol/messagecodec.h"
#include "server/api/apisettings.h"
#include "server/api/clientdeadlines.h"
#include "server/api/clientrow.h"
#include "server/api/fanout.h"
#include "server/api/gate.h"
#include "server/api/mailbox.h"
#include "server/api/syncclient.h"
#include "server/api/watchers.h"
#include "server/sync/realtimesyncservice.h"
#include "server/transport/reactor.h"

namespace relais::server {

/// The WebSocket clients of one I/O thread: who is let in, what their frames ask for, and for how long their tokens
/// hold. What they are sent is FanOut's business.
///
/// Lives in its I/O thread.
class WebSocketManager : public QObject {
    Q_OBJECT

public:
    /// `position`: where the thread stands in the log; owned by the caller, who advances it after fanOut().deliver().
    WebSocketManager(RealtimeSyncService &sync, const Gate &gate, const ApiSettings &settings, Reactor &reactor,
                     Mailbox &mailbox, const MessageId &position, QObject *parent = nullptr);
    ~WebSocketManager() override;

    /// Judges an upgrade. Without a token it is let in for as long as it takes to send one. Errors: NotFound,
    /// Draining, OriginNotAllowed, Forbidden, Unauthorized, AuthUnavailable, RateLimited, BadRequest, InvalidUser,
    /// InvalidCursor, Overloaded.
    Result<std::unique_ptr<WebSocketSession>> authorize(const HttpRequest &request,
                                                        const WebSocketHandshake &handshake, const PeerAddress &peer);

    /// Called before a client is admitted: brings the thread's position to the log's end.
    void setCatchUpWithLog(std::function<void()> catchUp) { m_catchUpWithLog = std::move(catchUp); }

    /// Who gets what is published; fed by whoever follows the log.
    FanOut &fanOut() { return m_fanOut; }

    /// Closes clients whose principal does not stand any more (4001).
    void closeRevoked();
    /// Asks every client to reconnect elsewhere, spread over `window`.
    void drain(std::chrono::milliseconds window);

    std::size_t size() const { return m_clients.size(); }
    void appendNames(std::vector<ClientName> &names) const;
    /// Nothing when it is not here.
    std::optional<ClientRow> row(ClientId id) const;
    /// Closes a client that is here with the code of `how`.
    void disconnect(ClientId id, ErrorCode how);

private:
    friend class SyncClient;
    void onOpened(SyncClient &client);
    void onFrame(SyncClient &client, WebSocketOpcode opcode, std::string_view payload);
    void onWritable(SyncClient &client) { m_fanOut.onWritable(client); }
    void onClosed(SyncClient &client);

    std::optional<Error> checkUpgrade(const HttpRequest &request, const PeerAddress &peer) const;
    Result<ClientRegistry::Entry> enter(const Principal &principal, Subscription &subscription);
    void welcome(SyncClient &client);
    void onToken(SyncClient &client, const AuthRequest &request);
    void renew(SyncClient &client, Principal principal);
    void watchExpiry(SyncClient &client);
    void onDeadline(ClientId id);
    bool isWithinRate(SyncClient &client);
    void publish(SyncClient &client, SendRequest request);
    void watch(SyncClient &client, const WatchRequest &request);
    void sendError(SyncClient &client, const std::optional<std::string> &ref, const Error &error);
    void close(SyncClient &client, ErrorCode code, std::string_view reason);
    RealtimeSyncService &m_sync;
    const Gate &m_gate;
    const ApiSettings &m_settings;
    Mailbox &m_mailbox;
    FanOut m_fanOut;
    Watchers m_watchers;
    std::function<void()> m_catchUpWithLog;
    MessageDecoder m_decoder;

    std::unordered_map<ClientId, SyncClient *> m_clients; ///< owned by their connections
    ClientDeadlines m_deadlines; ///< of tokens, and of those who have shown none yet
    bool m_draining = false;

    static std::atomic<std::uint64_t> s_lastClientId;
};

} // namespace relais::server
