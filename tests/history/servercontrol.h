// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "tests/history/scene.h"
#include "tests/support/childprocess.h"
#include "tests/support/faultproxy.h"

namespace relais::test {

struct ServerOptions {
    QString program;
    QString journal; ///< sqlite or none
    QString sync; ///< full or normal
    QString dataDirectory;
};

/// The server, which is killed and started again, behind a proxy whose address stays. Belongs to the main thread.
class ServerControl {
public:
    ServerControl(Scene &scene, FaultProxy &proxy, const ServerOptions &options);

    /// What the next start adds to the environment; several libraries to be preloaded come together.
    void preload(const QString &library) { m_preloads += library; }
    void addEnvironment(const QString &variable) { m_environment += variable; }

    /// Something was preloaded whose threads take a SIGTERM that is not for them.
    void expectNoOrderlyEnd() { m_canStop = false; }

    /// Returns when it answers. False when it ended instead, or nothing was heard in time: see problem().
    bool start();
    bool isRunning() { return m_process && m_process->isRunning(); }
    void kill(); ///< -9
    /// Asks it to stop; what is wrong with its end is reported as ChildProcess does it.
    void stop();

    quint16 port() const { return m_port; } ///< its own, past the proxy
    qint64 processId() const { return m_process ? m_process->processId() : 0; }
    const QString &dataDirectory() const { return m_options.dataDirectory; }
    bool hasJournal() const { return m_options.journal != QLatin1String("none"); }
    bool syncsEachCommit() const { return m_options.sync == QLatin1String("full"); }
    int restarts() const { return m_starts > 0 ? m_starts - 1 : 0; }
    QByteArray lastWords() const { return m_process ? m_process->standardError().right(2000) : QByteArray(); }
    const QByteArray &problem() const { return m_problem; }

private:
    quint16 waitForPort();

    Scene &m_scene;
    FaultProxy &m_proxy;
    const ServerOptions m_options;
    QStringList m_preloads;
    QStringList m_environment;
    std::unique_ptr<ChildProcess> m_process;
    quint16 m_port = 0;
    int m_starts = 0;
    bool m_canStop = true;
    QByteArray m_problem;
};

} // namespace relais::test
