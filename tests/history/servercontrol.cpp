// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/servercontrol.h"

#include <csignal>

#include "tests/history/httpexchange.h"

using namespace Qt::StringLiterals;

namespace relais::test {

namespace {

constexpr auto startPatience = std::chrono::seconds(20); // under a sanitizer, with a journal to read

/// Nothing that was published during a run leaves the log by age or number: the checker knows no such reason.
const QStringList roomForEverything{u"--set"_s, u"messages.ttl=168h"_s,
                                    u"--set"_s, u"messages.cap_per_user=1000000"_s,
                                    u"--set"_s, u"messages.cap_broadcast=1000000"_s,
                                    u"--set"_s, u"queue.max_bytes=4GiB"_s,
                                    u"--set"_s, u"drain.window=0s"_s};

} // namespace

ServerControl::ServerControl(Scene &scene, FaultProxy &proxy, const ServerOptions &options)
    : m_scene(scene)
    , m_proxy(proxy)
    , m_options(options)
{
}

bool ServerControl::start()
{
    // Between the end of the old process and the beginning of the new one.
    if (m_starts > 0)
        m_scene.history.restarted(!hasJournal());
    m_process.reset();
    QStringList environment = m_environment;
    if (!m_preloads.isEmpty())
        environment << u"LD_PRELOAD="_s + m_preloads.join(u':');
    // On any port: one that were kept could be taken by somebody else meanwhile. The proxy keeps the address.
    const QStringList arguments
        = QStringList{u"--port"_s,       u"0"_s,      u"--log-format"_s, u"json"_s,       u"--journal"_s,
                      m_options.journal, u"--sync"_s, m_options.sync,    u"--data-dir"_s, m_options.dataDirectory}
        + roomForEverything;
    m_process
        = std::make_unique<ChildProcess>(m_options.program, arguments, ProcessOptions{.environment = environment});
    ++m_starts;
    m_port = waitForPort();
    if (m_port == 0) {
        m_problem = lastWords();
        kill();
        return false;
    }
    m_proxy.setServerPort(m_port);
    return true;
}

void ServerControl::kill()
{
    m_proxy.setServerPort(0);
    if (!m_process)
        return;
    const bool wasRunning = m_process->isRunning();
    m_process->sendSignal(SIGKILL);
    const int status = m_process->waitForExit();
    m_process->expectExitStatus(wasRunning ? -1 : status);
    if (!wasRunning && status == -1)
        m_scene.addSurprise("the server crashed: " + lastWords());
}

void ServerControl::stop()
{
    m_proxy.setServerPort(0);
    if (!m_canStop)
        kill();
    m_process.reset();
}

/// 0: it ended, or took too long.
quint16 ServerControl::waitForPort()
{
    quint16 port = 0;
    eventually(
        [this, &port] {
            const QList<QJsonObject> lines = m_process->logLines();
            for (const QJsonObject &line : lines) {
                if (line[u"message"].toString() == u"listening"_s)
                    port = static_cast<quint16>(line[u"port"].toInt());
            }
            return port != 0 || !m_process->isRunning();
        },
        startPatience);
    if (port == 0)
        return 0;
    const bool isReady = eventually(
        [port] {
            Link link(port);
            const auto answer = exchange(link, httpRequest("GET", "/readyz"), std::chrono::seconds(2));
            return answer && answer->status == 200;
        },
        startPatience);
    return isReady ? port : 0;
}

} // namespace relais::test
