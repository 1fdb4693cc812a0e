// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "bench/dashboard/uiwatch.h"

class QTableView;

namespace relais::dashboard {
class DashboardApplication;
class LivePage;
} // namespace relais::dashboard

namespace relais::bench {

/// Goes through the pages of a dashboard as somebody does who is in a hurry, with mouse and keys, while it is
/// flooded.
class Tour final : public QObject {
    Q_OBJECT

public:
    /// Both are borrowed. `folder`: where exports are written.
    Tour(dashboard::DashboardApplication &dashboard, UiWatch &watch, const QString &folder);

    /// finished() follows after about `duration`.
    void start(std::chrono::milliseconds duration);

    /// Of what was shown live, what it cost the window's thread.
    std::chrono::nanoseconds liveCpu() const { return m_liveCpu; }
    std::uint64_t liveMessages() const { return m_liveMessages; }
    std::uint64_t receivedMessages() const { return m_received; }
    std::uint64_t notReceivedMessages() const { return m_notReceived; } ///< and said to be left out or dropped
    std::uint64_t lastMessage() const { return m_last; } ///< its place in the flood
    std::size_t mostKept() const { return m_mostKept; }
    std::size_t mostKeptBytes() const { return m_mostKeptBytes; }
    int mostRows() const { return m_mostRows; }
    int clientRows() const { return m_clientRows; }
    std::uint64_t exports() const { return m_exports; } ///< files that were written whole

Q_SIGNALS:
    void finished();

private:
    struct Step {
        std::string name;
        double weight;
        std::function<void()> begin;
        std::function<void(int)> act; ///< a few times a second, with the number of the time
        bool isLive = false;
    };

    void addOverview();
    void addClients();
    void addLive();
    void addLiveTools();
    void addOthers();
    void next();
    void act();
    void look();
    QTableView *table(const char *name) const;
    void type(const char *edit, const QString &text) const;
    void click(const char *button) const;

    dashboard::DashboardApplication &m_dashboard;
    UiWatch &m_watch;
    const QString m_folder;
    dashboard::LivePage *m_live; ///< the window's
    std::vector<Step> m_steps;
    std::size_t m_step = 0;
    double m_millisecondsPerWeight = 0;
    int m_acts = 0;
    QTimer m_stepTimer;
    QTimer m_actTimer;
    std::chrono::nanoseconds m_cpuBefore{};
    std::uint64_t m_receivedBefore = 0;
    std::chrono::nanoseconds m_liveCpu{};
    std::uint64_t m_liveMessages = 0;
    std::uint64_t m_received = 0;
    std::uint64_t m_notReceived = 0;
    std::uint64_t m_last = 0;
    std::size_t m_mostKept = 0;
    std::size_t m_mostKeptBytes = 0;
    int m_mostRows = 0;
    int m_clientRows = 0;
    std::uint64_t m_exports = 0;
};

} // namespace relais::bench
