// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <list>
#include <thread>

#include <QTemporaryDir>

#include "tests/history/fault.h"
#include "tests/history/summary.h"

namespace relais::test {

struct RunOptions {
    int seconds = 10;
    quint64 seed = 1;
    std::vector<QByteArray> faults;
    QString server;
    QString journal = QStringLiteral("sqlite");
    QString sync = QStringLiteral("full");
    int users = 3;
    int publishers = 2; ///< of each kind
};

/// One run: a server behind a proxy, publishers and readers in threads of their own, and one fault after the other;
/// in the end a last message for everyone, and the judgement. Belongs to the main thread.
class Run {
public:
    /// `namespaceObstacle`: as in FaultEnvironment.
    Run(const RunOptions &options, const std::optional<QByteArray> &namespaceObstacle);
    ~Run();
    Q_DISABLE_COPY_MOVE(Run)

    Summary run();

private:
    using Milliseconds = std::chrono::milliseconds;

    void sortFaults(const std::optional<QByteArray> &namespaceObstacle);
    void startClients();
    void inflictFaults(Milliseconds duration);
    void inflict(const std::vector<Fault *> &faults);
    std::vector<Fault *> drawFaults();
    void finish();
    void publishLast();
    void judge();
    void requireWork();

    template <typename Work> void startThread(std::list<std::thread> &threads, std::atomic<int> &running, Work work);

    const RunOptions m_options;
    QTemporaryDir m_directory;
    Scene m_scene;
    Random m_random;
    FaultProxy m_proxy;
    ProxyFaults m_proxyFaults;
    ServerControl m_server;
    Faults m_faults;
    std::vector<Fault *> m_drawn; ///< those of this round that have not had their turn
    std::map<const Fault *, qint64> m_times;
    Summary m_summary;
    std::list<std::thread> m_publishers;
    std::list<std::thread> m_readers;
    std::atomic<int> m_readersRunning = 0;
};

} // namespace relais::test
