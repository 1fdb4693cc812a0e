// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>

#include <QProcess>
#include <QTemporaryDir>

#include "bench/dashboard/floodserver.h"
#include "bench/dashboard/tour.h"
#include "bench/dashboard/watchedapplication.h"
#include "bench/report.h"
#include "dashboard/app/dashboardapplication.h"

namespace relais::bench {

/// One run: the server in a process of its own, the dashboard in this one, the same tour a few times, and Stop in the
/// midst of the flood.
class FloodRun {
public:
    FloodRun(WatchedApplication &application, const FloodServer::Options &options, std::chrono::milliseconds round,
             int rounds);
    ~FloodRun();
    FloodRun(const FloodRun &) = delete;
    FloodRun &operator=(const FloodRun &) = delete;

    Report run();
    /// What came out wrong; empty: nothing.
    const QString &problem() const { return m_problem; }

private:
    bool startServer();
    bool connectDashboard();
    void takeTours();
    void stop();
    void judge();
    Report report() const;
    void sampleMemory();

    WatchedApplication &m_application;
    const FloodServer::Options m_options;
    const std::chrono::milliseconds m_round;
    const int m_rounds;
    const QTemporaryDir m_folder;
    QProcess m_server;
    quint16 m_port = 0;
    UiWatch m_watch;
    dashboard::DashboardApplication m_dashboard;
    Tour m_tour;
    std::vector<std::size_t> m_resident; ///< at the start, and after each round
    std::chrono::nanoseconds m_stopped{}; ///< from the click until nothing came any more
    bool m_isStopped = false;
    QString m_problem;
};

} // namespace relais::bench
