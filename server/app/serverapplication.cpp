// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/app/serverapplication.h"

#include <algorithm>
#include <cerrno>

#include <QCoreApplication>
#include <QHostAddress>
#include <QThread>

#include "server/api/apiservice.h"
#include "server/app/partsettings.h"
#include "server/app/version.h"
#include "server/files/privatefile.h"
#include "server/journal/journalopening.h"
#include "server/log/log.h"

namespace relais::server {

using namespace std::chrono_literals;

namespace {

// After the window, for close frames to be answered and sockets to be closed by the other side.
constexpr auto closingGrace = 2s;

QString toQString(const std::string &text)
{
    return QString::fromStdString(text);
}

} // namespace

ServerApplication::ServerApplication(const Settings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_apiSettings(apiSettings(settings))
    , m_transportSettings(transportSettings(settings))
    , m_limiter(m_transportSettings)
    , m_access(accessSettings(settings), m_clock)
    , m_rateLimiter(rateLimiterSettings(settings))
    , m_queue(logLimits(settings), m_clock)
    , m_sync(m_queue, syncSettings(settings), m_clock)
{
    m_sync.setTransport([this] { return transportFigures(); });
    connect(&m_sweep, &QTimer::timeout, &m_queue, &MessageQueueService::sweep);
    connect(&m_sample, &QTimer::timeout, &m_sync, [this] { m_sync.sample(); });
    connect(&m_drainCheck, &QTimer::timeout, this, [this] { checkDrained(); });
}

ServerApplication::~ServerApplication()
{
    m_queue.close(); // what is under way is answered while there are threads to answer it
    for (const auto &thread : m_threads)
        thread->post([](IoWorker &worker) { worker.service().pass(); });
    m_threads.clear(); // before what they use
}

bool ServerApplication::start()
{
    // Listening first: of two servers on one port and one directory, the second is told of the port.
    if (!openTls() || !openAccess() || !listen() || !openJournal())
        return false;
    startThreads();
    m_sweep.start(m_settings.messages.sweepInterval);
    m_sync.sample(); // the first point of the history, and what rates begin at
    m_sample.start(1s);
    announce();
    return true;
}

bool ServerApplication::openTls()
{
    if (m_settings.tls.certificateFile.empty())
        return true;
    m_tls = std::make_unique<TlsContext>(tlsSettings(m_settings));
    const auto problem = m_tls->reload();
    if (!problem)
        return true;
    m_problem = *problem;
    m_exitStatus = ExitStatus::Configuration;
    return false;
}

bool ServerApplication::openAccess()
{
    m_exitStatus = ExitStatus::Configuration;
    const AuditLogSettings audit = auditSettings(m_settings);
    if (!audit.file.empty() && !makeDataDirectory())
        return false;
    const std::vector<std::string> problems = m_access.load();
    for (const std::string &problem : problems)
        m_problem += (m_problem.empty() ? "" : "; ") + problem;
    if (!problems.empty())
        return false;
    m_audit = std::make_unique<AuditLog>(audit, m_clock);
    m_exitStatus = ExitStatus::Failure;
    return true;
}

bool ServerApplication::makeDataDirectory()
{
    const auto problem = makePrivateDirectory(m_settings.dataDirectory);
    if (problem)
        m_problem = problem->translated().toStdString();
    return !problem;
}

bool ServerApplication::openJournal()
{
    if (m_settings.journal == JournalKind::None)
        return true;
    if (!makeDataDirectory())
        return false;
    auto outcome = server::openJournal(journalSettings(m_settings), m_clock);
    if (const auto *const problem = std::get_if<Problem>(&outcome)) {
        m_problem = problem->translated().toStdString();
        return false;
    }
    auto &opened = std::get<OpenedJournal>(outcome);
    logInfo(lcApp, "journal opened",
            {{"directory", m_settings.dataDirectory},
             {"messages", opened.history.messages.size()},
             {"idempotencyKeys", opened.idempotency.size()}});
    m_queue.attach(std::move(opened.journal), std::move(opened.history));
    m_sync.restoreIdempotency(std::move(opened.idempotency));
    return true;
}

bool ServerApplication::listen()
{
    m_port = m_settings.port;
    const bool isLocalhost = m_settings.host == "localhost";
    if (!isLocalhost && m_settings.host != "::")
        return listenOnAddress(QHostAddress(toQString(m_settings.host)));
    // Two sockets rather than one for both families: which of them a port is in use on can then be said.
    if (!listenOnAddress(QHostAddress(isLocalhost ? QHostAddress::LocalHost : QHostAddress::AnyIPv4)))
        return false;
    if (listenOnAddress(QHostAddress(isLocalhost ? QHostAddress::LocalHostIPv6 : QHostAddress::AnyIPv6)))
        return true;
    // A machine without IPv6 has neither ::1 nor ::.
    return m_listenError == EADDRNOTAVAIL || m_listenError == EAFNOSUPPORT;
}

bool ServerApplication::listenOnAddress(const QHostAddress &address)
{
    const int threads = m_settings.threads > 0 ? m_settings.threads : std::max(1, QThread::idealThreadCount());
    auto outcome = listenOn(address, m_port, threads);
    if (auto *const group = std::get_if<ListenGroup>(&outcome)) {
        m_port = group->port;
        m_listening.push_back(std::move(*group));
        return true;
    }
    const ListenError &error = std::get<ListenError>(outcome);
    m_listenError = error.systemError;
    if (error.systemError == EADDRINUSE) {
        m_problem = QCoreApplication::translate("relais-server",
                                                "port %1 is in use on %2; stop the other program, or choose another "
                                                "port with --port")
                        .arg(m_port)
                        .arg(address.toString())
                        .toStdString();
    } else {
        m_problem = QCoreApplication::translate("relais-server", "cannot listen on %1, port %2: %3")
                        .arg(address.toString())
                        .arg(m_port)
                        .arg(toQString(error.text))
                        .toStdString();
    }
    return false;
}

void ServerApplication::startThreads()
{
    const IoWorker::Shared shared{.clock = m_clock,
                                  .settings = m_transportSettings,
                                  .counters = m_counters,
                                  .limiter = m_limiter,
                                  .subprotocols = {QStringLiteral("relais.v1")},
                                  .tls = m_tls.get()};
    const std::size_t count = m_listening.front().descriptors.size();
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<FileDescriptor> descriptors;
        for (ListenGroup &group : m_listening)
            descriptors.push_back(std::move(group.descriptors[i]));
        m_threads.push_back(std::make_unique<IoThread>(
            QStringLiteral("io-%1").arg(i), shared, std::move(descriptors), [this]() -> std::unique_ptr<IoService> {
                const Gate::Services gate{m_access, m_rateLimiter, m_limiter, *m_audit, m_clock};
                return std::make_unique<ApiService>(m_sync, gate, m_apiSettings, m_directory);
            }));
    }
}

TransportFigures ServerApplication::transportFigures() const
{
    return {.sockets = m_limiter.count(),
            .accepted = m_counters.connectionsAccepted,
            .refused = m_counters.connectionsRefused,
            .requests = m_counters.requests,
            .bytesIn = m_counters.bytesIn(),
            .bytesOut = m_counters.bytesOut(),
            .tlsHandshakes = m_counters.tlsHandshakes,
            .tlsFailures = m_counters.tlsFailures};
}

void ServerApplication::announce()
{
    const std::string &host = m_settings.host;
    const bool isIpv6 = host.find(':') != std::string::npos;
    const std::string url
        = (m_tls ? "https://" : "http://") + (isIpv6 ? '[' + host + ']' : host) + ':' + std::to_string(m_port);
    logInfo(lcApp, "listening",
            {{"url", url}, {"port", m_port}, {"threads", m_threads.size()}, {"version", versionText}});
    if (!m_access.isEnabled())
        logWarning(lcApp, "development mode: no authentication, loopback only; ?userId= is taken at its word");
    if (m_apiSettings.demo.isServed)
        logInfo(lcApp, "a page to try it out", {{"url", url + "/demo/"}});
}

void ServerApplication::reload()
{
    m_access.reload();
    m_audit->reopen();
    if (!m_tls)
        return;
    if (const auto problem = m_tls->reload())
        logError(lcApp, "the TLS certificate was not reloaded; the one from before stays", {{"problem", *problem}});
    else
        logInfo(lcApp, "TLS certificate reloaded", {{"file", m_settings.tls.certificateFile}});
}

void ServerApplication::drain()
{
    if (m_sync.isDraining())
        return;
    m_sync.setDraining(true);
    m_drainUntil = m_clock.monotonic() + m_settings.drain.window + closingGrace;
    logInfo(lcApp, "draining",
            {{"webSockets", m_sync.clients().figures().webSockets}, {"window_ms", m_settings.drain.window}});
    for (const auto &thread : m_threads) {
        thread->post([window = m_settings.drain.window](IoWorker &worker) {
            static_cast<ApiService &>(worker.service()).drain(window);
        });
    }
    m_drainCheck.start(50ms);
}

void ServerApplication::checkDrained()
{
    const ClientRegistry::Figures clients = m_sync.clients().figures();
    const bool isOver = m_clock.monotonic() >= m_drainUntil;
    if (!isOver && clients.webSockets + clients.longPolls > 0)
        return;
    m_drainCheck.stop();
    logInfo(lcApp, "stopped", {{"clientsLeft", clients.webSockets + clients.longPolls}});
    Q_EMIT finished();
}

} // namespace relais::server
