// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <unordered_map>

#include <QHttpServer>
#include <QTimer>
#include <QWebSocket>

#include "bench/dashboard/floodtraffic.h"

namespace relais::bench {

/// What a dashboard sees of a server, and nothing behind it: more clients than this machine could hold, and a tap
/// that is not capped as a real server's is.
class FloodServer : public QObject {
    Q_OBJECT

public:
    struct Options {
        int clients = 50'000;
        int messagesPerSecond = 10'000;
        quint16 port = 0;
    };

    explicit FloodServer(const Options &options, QObject *parent = nullptr);

    /// On 127.0.0.1; 0 when that fails.
    quint16 listen();

private:
    struct Watcher {
        std::unique_ptr<QWebSocket> socket;
        bool wantsStats = false;
        FloodTraffic::Tap tap;
        quint64 next = 0; ///< message of this connection
        quint64 leftOut = 0;
    };

    void addRoutes();
    void onConnection();
    void onText(QWebSocket *socket, const QString &text);
    void sendTaps();
    void sendStats();

    const Options m_options;
    FloodTraffic m_traffic;
    QHttpServer m_server;
    std::unordered_map<QWebSocket *, Watcher> m_watchers;
    QTimer m_tapTimer;
    QTimer m_statsTimer;
};

} // namespace relais::bench
