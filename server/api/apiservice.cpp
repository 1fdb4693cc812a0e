// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/apiservice.h"

namespace relais::server {

ApiService::ApiService(RealtimeSyncService &sync, const Gate::Services &gate, const ApiSettings &settings,
                       ClientDirectory &directory)
    : m_sync(sync)
    , m_access(gate.access)
    , m_settings(settings)
    , m_gate(gate, settings)
    , m_directory(directory)
    , m_position(sync.end())
    , m_router(sync, m_gate)
{
}

ApiService::~ApiService() = default;

void ApiService::start(IoWorker &worker)
{
    m_longPolls = std::make_unique<LongPolls>(m_sync);
    m_webSockets
        = std::make_unique<WebSocketManager>(m_sync, m_gate, m_settings, worker.reactor(), m_mailbox, m_position);
    m_webSockets->setCatchUpWithLog([this] { followLog(); });
    m_clients = std::make_unique<ThreadClients>(*m_webSockets, *m_longPolls, worker.reactor());
    m_membership = m_directory.enter(*m_clients, m_mailbox, worker.reactor().passRequest());

    m_routes = std::make_unique<HttpRoutes>(m_sync, m_gate, m_settings, *m_longPolls, m_mailbox, m_router);
    m_adminRoutes = std::make_unique<AdminRoutes>(m_sync, m_gate, m_router);
    m_clientRoutes
        = std::make_unique<ClientRoutes>(m_gate, m_directory, m_membership->thread(), m_router, m_sync.clock());
    m_metricsRoute = std::make_unique<MetricsRoute>(m_sync, m_gate, m_settings, m_router);
    if (m_settings.demo.isServed)
        m_demoRoutes = std::make_unique<DemoRoutes>(m_settings.demo, m_router);
    m_router.registerWith(worker.http());

    // Direct: a request is thread-safe, and a burst of messages costs this thread one wake-up. Another thread may be
    // in the midst of it when this object is destroyed, so it holds what it uses.
    connect(
        &m_sync, &RealtimeSyncService::advanced, this,
        [request = worker.reactor().passRequest()] { request->request(); }, Qt::DirectConnection);
    connect(
        &m_access, &AccessService::revoked, this, [this] { onRevoked(); }, Qt::QueuedConnection);
}

Result<std::unique_ptr<WebSocketSession>>
ApiService::authorize(const HttpRequest &request, const WebSocketHandshake &handshake, const PeerAddress &peer)
{
    return m_webSockets->authorize(request, handshake, peer);
}

void ApiService::onRevoked()
{
    m_webSockets->closeRevoked();
    m_longPolls->refuseUnless([this](const Principal &principal) { return m_access.stands(principal); });
}

void ApiService::pass()
{
    m_mailbox.deliver();
    followLog();
    m_webSockets->fanOut().resumeYielded();
    m_clients->work();
}

void ApiService::followLog()
{
    m_batch.clear();
    if (!m_sync.tail(m_position, m_batch)) {
        m_webSockets->fanOut().fallBehind();
        m_position = m_sync.end();
        m_longPolls->wakeAll();
        return;
    }
    if (m_batch.empty())
        return;
    m_webSockets->fanOut().deliver(m_batch);
    m_position = m_batch.back()->id();
    m_longPolls->wake(m_batch);
}

void ApiService::drain(std::chrono::milliseconds window)
{
    m_longPolls->answerAll();
    m_webSockets->drain(window);
}

} // namespace relais::server
