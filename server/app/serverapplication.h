// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "common/core/clock.h"
#include "server/access/accessservice.h"
#include "server/access/auditlog.h"
#include "server/api/apisettings.h"
#include "server/api/clientdirectory.h"
#include "server/config/exitstatus.h"
#include "server/config/settings.h"
#include "server/limits/ratelimiter.h"
#include "server/queue/messagequeueservice.h"
#include "server/sync/realtimesyncservice.h"
#include "server/transport/iothread.h"
#include "server/transport/listensocket.h"
#include "server/transport/tlscontext.h"

namespace relais::server {

/// Builds the server from its settings, connects its parts, starts and stops it.
///
///   Stopped -- start() --> Running -- drain() --> Draining -- all clients gone, or the window over --> finished()
///
/// Lives in the main thread.
class ServerApplication : public QObject {
    Q_OBJECT

public:
    explicit ServerApplication(const Settings &settings, QObject *parent = nullptr);
    ~ServerApplication() override;

    /// Listens and serves. False when it cannot; `problem()` then says why and what to do, in one line.
    bool start();
    const std::string &problem() const { return m_problem; }
    ExitStatus exitStatus() const { return m_exitStatus; }

    /// Reads again what may change while the server runs. What cannot be read stays as it was.
    void reload();
    /// Not ready, no new clients, waiting polls answered, WebSockets sent away over the drain window; then
    /// finished().
    void drain();

    std::uint16_t port() const { return m_port; }

Q_SIGNALS:
    void finished();

private:
    bool openTls();
    bool openAccess();
    bool makeDataDirectory();
    bool openJournal();
    bool listen();
    bool listenOnAddress(const QHostAddress &address);
    void startThreads();
    TransportFigures transportFigures() const; ///< thread-safe
    void announce();
    void checkDrained();

    const Settings m_settings;
    const ApiSettings m_apiSettings;
    const TransportSettings m_transportSettings;
    SystemClock m_clock;
    TransportCounters m_counters;
    ConnectionLimiter m_limiter;
    std::unique_ptr<TlsContext> m_tls; ///< null: no TLS is spoken
    AccessService m_access;
    RateLimiter m_rateLimiter;
    std::unique_ptr<AuditLog> m_audit; ///< once started
    MessageQueueService m_queue;
    RealtimeSyncService m_sync;
    ClientDirectory m_directory;
    std::deque<ListenGroup> m_listening; ///< a vector would want to copy descriptors when it grows
    std::vector<std::unique_ptr<IoThread>> m_threads;
    QTimer m_sweep;
    QTimer m_sample;
    QTimer m_drainCheck;
    MonotonicTime m_drainUntil;
    std::string m_problem;
    ExitStatus m_exitStatus = ExitStatus::Failure;
    int m_listenError = 0; ///< errno of the last address that could not be listened on
    std::uint16_t m_port = 0;
};

} // namespace relais::server
