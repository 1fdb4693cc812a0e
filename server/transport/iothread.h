// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include <QObject>
#include <QStringList>
#include <QThread>

#include "server/transport/acceptor.h"
#include "server/transport/connectionlimiter.h"
#include "server/transport/transportcontext.h"

namespace relais::server {

class IoWorker;

/// What one I/O thread serves: its routes, its WebSocket sessions and what goes out at the end of each cycle. Made in
/// that thread, used and destroyed there.
class IoService : public WebSocketSessionFactory {
public:
    /// Once, before the first connection.
    virtual void start(IoWorker &worker) = 0;
    /// At the end of a cycle for which a pass was requested (Reactor::requestPass).
    virtual void pass() = 0;
};

/// The objects of one I/O thread: listening sockets, reactor, Qt's two servers, and the service behind them.
class IoWorker : public QObject {
    Q_OBJECT

public:
    struct Shared {
        const Clock &clock;
        const TransportSettings &settings;
        TransportCounters &counters;
        ConnectionLimiter &limiter;
        QStringList subprotocols;
        const TlsContext *tls = nullptr; ///< null: no TLS is spoken
    };

    IoWorker(const Shared &shared, std::vector<FileDescriptor> listening, std::unique_ptr<IoService> service);
    ~IoWorker() override;

    Reactor &reactor() { return m_reactor; }
    HttpFace &http() { return m_http; }
    TransportContext &context() { return m_context; }
    IoService &service() { return *m_service; }

private:
    void accept(FileDescriptor descriptor);

    const Shared m_shared;
    Reactor m_reactor;
    HttpFace m_http;
    WebSocketFace m_webSocket;
    std::unique_ptr<IoService> m_service;
    const std::unique_ptr<TlsScratch> m_tls;
    TransportContext m_context;
};

/// A thread that runs one IoWorker until it is destroyed.
class IoThread {
public:
    using ServiceFactory = std::function<std::unique_ptr<IoService>()>;

    /// Starts the thread; returns when it accepts. `factory` is called in it.
    IoThread(const QString &name, const IoWorker::Shared &shared, std::vector<FileDescriptor> listening,
             ServiceFactory factory);
    /// Stops the thread; connections that are left are dropped.
    ~IoThread();
    IoThread(const IoThread &) = delete;
    IoThread &operator=(const IoThread &) = delete;

    /// Runs `task` in the thread, some time. Thread-safe.
    void post(std::function<void(IoWorker &)> task);

private:
    using Task = std::function<void()>;

    void enqueue(Task task);
    void runAndWait(Task task);
    void runTasks();

    QThread m_thread;
    QObject m_anchor; ///< lives in the thread, so that calls can be queued to it
    std::unique_ptr<IoWorker> m_worker; ///< touched in the thread only
    /// What waits to be run. A queued call is only the wake-up: the tasks themselves go through a lock that
    /// ThreadSanitizer sees, while Debian's Qt is not instrumented.
    std::vector<Task> m_tasks;
    std::mutex m_lock; ///< of m_tasks
};

} // namespace relais::server
