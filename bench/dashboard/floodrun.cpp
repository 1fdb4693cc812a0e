// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/dashboard/floodrun.h"

#include <unistd.h>

#include <QCoreApplication>
#include <QEventLoop>

#include "bench/processmeter.h"
#include "bench/testbed.h"
#include "dashboard/pages/livepage.h"

namespace relais::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace relais::dashboard;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto patience = 20s;
constexpr auto afterStop = 2s; // in which nothing may come any more
constexpr int megabyte = 1024 * 1024;

bool waitUntil(const std::function<bool()> &isDone, Clock::duration longest)
{
    const auto end = Clock::now() + longest;
    QTimer tick;
    tick.start(5ms);
    while (!isDone()) {
        if (Clock::now() > end)
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

} // namespace

FloodRun::FloodRun(WatchedApplication &application, const FloodServer::Options &options,
                   std::chrono::milliseconds round, int rounds)
    : m_application(application)
    , m_options(options)
    , m_round(round)
    , m_rounds(rounds)
    , m_dashboard(m_folder.path(), std::make_unique<MemoryTokenStore>())
    , m_tour(m_dashboard, m_watch, m_folder.path())
{
    m_application.setWatch(&m_watch);
}

FloodRun::~FloodRun()
{
    m_application.setWatch(nullptr);
    m_server.kill();
    m_server.waitForFinished();
}

Report FloodRun::run()
{
    if (!startServer()) {
        m_problem = u"the server does not start: "_s + m_server.errorString();
        return {};
    }
    if (!connectDashboard()) {
        m_problem = u"the dashboard does not connect"_s;
        return {};
    }
    takeTours();
    stop();
    judge();
    return report();
}

bool FloodRun::startServer()
{
    m_server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_server.start(QCoreApplication::applicationFilePath(),
                   {u"--serve"_s, u"--clients"_s, QString::number(m_options.clients), u"--rate"_s,
                    QString::number(m_options.messagesPerSecond)});
    if (!waitUntil([this] { return m_server.canReadLine() || m_server.state() == QProcess::NotRunning; }, patience))
        return false;
    m_port = m_server.readLine().trimmed().split(':').last().toUShort();
    return m_port != 0;
}

bool FloodRun::connectDashboard()
{
    m_dashboard.start({.url = QUrl(u"http://127.0.0.1:%1"_s.arg(m_port)), .language = u"en"_s}, {});
    m_dashboard.window().resize(1400, 900);
    const auto &session = m_dashboard.session();
    return waitUntil(
        [&] { return session.status().state == SessionStatus::State::Connected && session.status().figuresAge; },
        patience);
}

void FloodRun::sampleMemory()
{
    m_resident.push_back(ProcessMeter(::getpid()).memoryUse().residentBytes);
}

void FloodRun::takeTours()
{
    sampleMemory();
    for (int round = 0; round < m_rounds; ++round) {
        bool isOver = false;
        QObject context;
        QObject::connect(&m_tour, &Tour::finished, &context, [&isOver] { isOver = true; });
        m_tour.start(m_round);
        if (!waitUntil([&isOver] { return isOver; }, m_round + patience))
            m_problem = u"the tour does not end"_s;
        sampleMemory();
    }
}

/// As the operator does, on the live page with all that comes.
void FloodRun::stop()
{
    m_dashboard.window().showPage(u"live"_s);
    const auto *const live = m_dashboard.window().findChild<LivePage *>();
    if (!waitUntil([live] { return live->model().rowCount() > 0; }, patience)) {
        m_problem = u"no message is shown before Stop"_s;
        return;
    }
    m_watch.beginStep("stop");
    const auto clicked = Clock::now();
    auto last = clicked;
    QObject context;
    QObject::connect(&live->model(), &TapModel::countsChanged, &context, [&last] { last = Clock::now(); });
    QObject::connect(&live->model(), &QAbstractItemModel::rowsInserted, &context, [&last] { last = Clock::now(); });
    Q_EMIT m_dashboard.window().disconnectRequested();
    waitUntil([&] { return Clock::now() - clicked > afterStop; }, patience);
    m_watch.endStep();
    m_stopped = last - clicked;
    m_isStopped = m_dashboard.session().status().state == SessionStatus::State::Closed && m_stopped < afterStop / 2
        && live->model().rowCount() == 0;
}

void FloodRun::judge()
{
    const TapModel::Bounds bounds;
    if (!m_problem.isEmpty())
        return;
    if (m_tour.receivedMessages() == 0 || m_tour.liveMessages() == 0)
        m_problem = u"no message came"_s;
    else if (m_tour.lastMessage() + 1 != m_tour.receivedMessages() + m_tour.notReceivedMessages())
        m_problem = u"of %1 messages %2 came and %3 are said to be left out"_s.arg(m_tour.lastMessage() + 1)
                        .arg(m_tour.receivedMessages())
                        .arg(m_tour.notReceivedMessages());
    else if (m_tour.mostKept() > bounds.messages || m_tour.mostKeptBytes() > bounds.bytes)
        m_problem = u"more messages are kept than may be"_s;
    else if (m_tour.clientRows() == 0)
        m_problem = u"no client is shown"_s;
    else if (m_tour.exports() == 0)
        m_problem = u"nothing was exported"_s;
    else if (!m_isStopped)
        m_problem = u"Stop did not stop it"_s;
}

Report FloodRun::report() const
{
    Report report;
    report.add("scenario", std::string("dashboard"));
    report.add("clients", static_cast<std::uint64_t>(m_options.clients));
    report.add("messagesPerSecond", static_cast<std::uint64_t>(m_options.messagesPerSecond));
    report.add("messages", m_tour.receivedMessages());
    report.add("leftOut", m_tour.notReceivedMessages());
    const double thousands = static_cast<double>(m_tour.liveMessages()) / 1000;
    report.add("cpuPer1000MessagesUs", toMicroseconds(m_tour.liveCpu()) / std::max(thousands, 1.0));
    report.add("rounds", static_cast<std::uint64_t>(m_rounds));
    std::vector<Report> resident;
    for (const std::size_t bytes : m_resident)
        resident.emplace_back().add("residentMiB", static_cast<double>(bytes) / megabyte);
    report.add("memory", std::move(resident)); // at the start, and after each round
    report.add("mostKept", std::uint64_t{m_tour.mostKept()});
    report.add("mostKeptBytes", std::uint64_t{m_tour.mostKeptBytes()});
    report.add("stoppedAfterMs", toMilliseconds(m_stopped));
    m_watch.addTo(report);
    return report;
}

} // namespace relais::bench
