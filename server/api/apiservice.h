// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QObject>

#include "server/api/adminroutes.h"
#include "server/api/apisettings.h"
#include "server/api/clientdirectory.h"
#include "server/api/clientroutes.h"
#include "server/api/demoroutes.h"
#include "server/api/httproutes.h"
#include "server/api/longpolls.h"
#include "server/api/mailbox.h"
#include "server/api/metricsroute.h"
#include "server/api/router.h"
#include "server/api/threadclients.h"
#include "server/api/websocketmanager.h"
#include "server/transport/iothread.h"

namespace relais::server {

/// What an I/O thread of relais-server serves. It holds the thread's position in the log: when the log has advanced,
/// one pass hands what came since to WebSockets and waiting polls.
class ApiService final : public QObject, public IoService {
    Q_OBJECT

public:
    ApiService(RealtimeSyncService &sync, const Gate::Services &gate, const ApiSettings &settings,
               ClientDirectory &directory);
    ~ApiService() override;

    void start(IoWorker &worker) override;
    void pass() override;
    Result<std::unique_ptr<WebSocketSession>>
    authorize(const HttpRequest &request, const WebSocketHandshake &handshake, const PeerAddress &peer) override;

    /// The server is about to stop: waiting polls are answered, WebSockets sent away over `window`.
    void drain(std::chrono::milliseconds window);
    /// WebSockets that are still open.
    std::size_t webSockets() const { return m_webSockets->size(); }

private:
    void followLog();

    void onRevoked();

    RealtimeSyncService &m_sync;
    AccessService &m_access;
    const ApiSettings &m_settings;
    const Gate m_gate;
    ClientDirectory &m_directory;
    MessageId m_position;
    std::vector<EncodedMessagePtr> m_batch; ///< of a pass; kept for its memory
    Mailbox m_mailbox;
    std::unique_ptr<LongPolls> m_longPolls;
    std::unique_ptr<WebSocketManager> m_webSockets;
    std::unique_ptr<ThreadClients> m_clients;
    std::unique_ptr<ClientDirectory::Membership> m_membership;
    Router m_router;
    std::unique_ptr<HttpRoutes> m_routes;
    std::unique_ptr<AdminRoutes> m_adminRoutes;
    std::unique_ptr<ClientRoutes> m_clientRoutes;
    std::unique_ptr<MetricsRoute> m_metricsRoute;
    std::unique_ptr<DemoRoutes> m_demoRoutes; ///< null: not served
};

} // namespace relais::server
