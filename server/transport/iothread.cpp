// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/iothread.h"

#include <latch>

#include <openssl/crypto.h>

#include "common/protocol/messagecodec.h"
#include "server/transport/httpconnection.h"

namespace relais::server {

namespace {

std::unique_ptr<TlsScratch> scratchFor(const IoWorker::Shared &shared)
{
    return shared.tls ? std::unique_ptr<TlsScratch>(new TlsScratch{*shared.tls, shared.counters}) : nullptr;
}

} // namespace

IoWorker::IoWorker(const Shared &shared, std::vector<FileDescriptor> listening, std::unique_ptr<IoService> service)
    : m_shared(shared)
    , m_reactor(shared.clock)
    , m_webSocket(shared.subprotocols)
    , m_service(std::move(service))
    , m_tls(scratchFor(m_shared))
    , m_context{m_reactor, m_shared.settings, m_shared.counters, m_shared.counters.bytesOfNextThread(),
                m_http,    m_webSocket,       *m_service,        m_tls.get()}
{
    m_http.setDeliver([this](ConnectionId id, QByteArray answer, bool closeAfter) {
        // Only an HttpConnection asks, and it is not replaced while it waits.
        if (auto *const connection = static_cast<HttpConnection *>(m_reactor.find(id)))
            connection->deliver(std::move(answer), closeAfter);
    });
    m_http.setSubscribeAbandoned([this](ConnectionId id, std::function<void()> abandoned) {
        if (auto *const connection = static_cast<HttpConnection *>(m_reactor.find(id)))
            connection->setAbandoned(std::move(abandoned));
    });
    m_reactor.setPass([this] { m_service->pass(); });
    m_service->start(*this);
    for (FileDescriptor &descriptor : listening) {
        auto acceptor = std::make_unique<Acceptor>(m_reactor, std::move(descriptor),
                                                   [this](FileDescriptor accepted) { accept(std::move(accepted)); });
        Acceptor &added = *acceptor;
        added.start(m_reactor.add(added.descriptor(), std::move(acceptor)));
    }
}

IoWorker::~IoWorker()
{
    m_reactor.clear(); // connections use everything else
}

void IoWorker::accept(FileDescriptor descriptor)
{
    const PeerAddress peer = PeerAddress::ofSocket(descriptor.value());
    auto entry = m_shared.limiter.enter(peer, m_reactor.now());
    if (!entry) {
        TransportCounters::add(m_shared.counters.connectionsRefused);
        if (!m_tls) // else a refusal that could be read would cost a handshake first
            HttpConnection::turnAway(descriptor.value(), *entry.refusedFor);
        return;
    }
    TransportCounters::add(m_shared.counters.connectionsAccepted);
    const int number = descriptor.value();
    auto connection = std::make_unique<HttpConnection>(
        m_context, Socket(std::move(descriptor), peer, std::move(*entry.place), m_tls.get()));
    HttpConnection &http = *connection;
    http.start(m_reactor.add(number, std::move(connection)));
}

IoThread::IoThread(const QString &name, const IoWorker::Shared &shared, std::vector<FileDescriptor> listening,
                   ServiceFactory factory)
{
    m_thread.setObjectName(name);
    m_anchor.moveToThread(&m_thread);
    m_thread.start();
    runAndWait([&] { m_worker = std::make_unique<IoWorker>(shared, std::move(listening), factory()); });
}

IoThread::~IoThread()
{
    runAndWait([this] {
        m_worker.reset();
        // QThread::wait() returns before the thread's own destructors have run, and OpenSSL's would race with what it
        // frees when the process ends.
        OPENSSL_thread_stop();
    });
    m_thread.quit();
    m_thread.wait();
}

void IoThread::post(std::function<void(IoWorker &)> task)
{
    enqueue([this, task = std::move(task)] {
        if (m_worker)
            task(*m_worker);
    });
}

void IoThread::enqueue(Task task)
{
    {
        const std::lock_guard lock(m_lock);
        m_tasks.push_back(std::move(task));
    }
    QMetaObject::invokeMethod(
        &m_anchor, [this] { runTasks(); }, Qt::QueuedConnection);
}

void IoThread::runAndWait(Task task)
{
    std::latch done(1);
    enqueue([&] {
        task();
        done.count_down();
    });
    done.wait();
}

void IoThread::runTasks()
{
    std::vector<Task> tasks;
    {
        const std::lock_guard lock(m_lock);
        tasks.swap(m_tasks);
    }
    for (const Task &task : tasks)
        task();
}

} // namespace relais::server
