// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/dashboard/floodserver.h"

#include <chrono>

#include <QHttpServerResponder>
#include <QHttpServerResponse>
#include <QJsonDocument>
#include <QJsonObject>

namespace relais::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto tapTick = 100ms; // as a server's
constexpr auto statsTick = 500ms;
// A dashboard that does not read is sent nothing more, as a server would.
constexpr qint64 unreadBytes = 4 * 1024 * 1024;

const QByteArray greeting
    = R"({"type":"sync.connected","payload":{"clientId":"w-flood","userId":"admin","cursor":"1-0","reset":false,)"
      R"("heartbeatMs":25000,"reconnectSpreadMs":1000,"server":"relais"}})";

QHttpServerResponse json(const QByteArray &body)
{
    return QHttpServerResponse("application/json", body);
}

} // namespace

FloodServer::FloodServer(const Options &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_traffic(options.clients)
{
    addRoutes();
    connect(&m_server, &QAbstractHttpServer::newWebSocketConnection, this, &FloodServer::onConnection);
    m_tapTimer.setTimerType(Qt::PreciseTimer);
    m_tapTimer.setInterval(tapTick);
    m_statsTimer.setInterval(statsTick);
    connect(&m_tapTimer, &QTimer::timeout, this, &FloodServer::sendTaps);
    connect(&m_statsTimer, &QTimer::timeout, this, &FloodServer::sendStats);
}

quint16 FloodServer::listen()
{
    m_tapTimer.start();
    m_statsTimer.start();
    return m_server.listen(QHostAddress::LocalHost, m_options.port);
}

void FloodServer::addRoutes()
{
    // An upgrade has to have a route, of which Qt then makes no use.
    m_server.route(u"/ws"_s, [](QHttpServerResponder &&) {});
    m_server.route(u"/api/sync/status"_s, [this] { return json(m_traffic.status()); });
    m_server.route(u"/api/admin/history"_s,
                   [](const QHttpServerRequest &request) { return json(FloodTraffic::history(request.query())); });
    m_server.route(u"/api/admin/clients"_s,
                   [this](const QHttpServerRequest &request) { return json(m_traffic.clients(request.query())); });
    m_server.route(u"/api/admin/users/<arg>/queue"_s, [this](const QString &user, const QHttpServerRequest &request) {
        return json(m_traffic.queue(user, request.query()));
    });
    m_server.route(u"/api/admin/audit"_s,
                   [](const QHttpServerRequest &request) { return json(FloodTraffic::audit(request.query())); });
}

void FloodServer::onConnection()
{
    std::unique_ptr<QWebSocket> socket = m_server.nextPendingWebSocketConnection();
    if (!socket)
        return;
    auto *const key = socket.get();
    connect(key, &QWebSocket::textMessageReceived, this, [this, key](const QString &text) { onText(key, text); });
    connect(key, &QWebSocket::disconnected, this, [this, key] {
        const auto found = m_watchers.find(key);
        if (found == m_watchers.end())
            return;
        found->second.socket.release()->deleteLater(); // it is what called us
        m_watchers.erase(found);
    });
    key->setOutgoingFrameSize(64ULL * 1024 * 1024);
    key->sendTextMessage(QString::fromUtf8(greeting));
    m_watchers.emplace(key, Watcher{.socket = std::move(socket)});
}

void FloodServer::onText(QWebSocket *socket, const QString &text)
{
    const auto frame = QJsonDocument::fromJson(text.toUtf8()).object();
    const auto type = frame.value(u"type"_s).toString();
    const auto found = m_watchers.find(socket);
    if (type == u"sync.ping") {
        socket->sendTextMessage(u"{\"type\":\"sync.pong\",\"payload\":{\"timestamp\":0}}"_s);
    } else if (type == u"sync.watch" && found != m_watchers.end()) {
        const auto watch = frame.value(u"payload"_s).toObject();
        const auto tap = watch.value(u"tap"_s);
        found->second.wantsStats = watch.value(u"stats"_s).toDouble() > 0;
        found->second.tap = {.isOn = tap.isObject(), .type = tap.toObject().value(u"type"_s).toString().toUtf8()};
    }
}

void FloodServer::sendTaps()
{
    for (auto &[socket, watcher] : m_watchers) {
        if (!watcher.tap.isOn)
            continue;
        const int all = static_cast<int>(m_options.messagesPerSecond * tapTick / 1s);
        const int count = FloodTraffic::matching(watcher.tap, all);
        const quint64 first = watcher.next;
        watcher.next += static_cast<quint64>(count);
        if (socket->bytesToWrite() > unreadBytes) {
            watcher.leftOut += static_cast<quint64>(count);
            continue;
        }
        const quint64 leftOut = std::exchange(watcher.leftOut, 0);
        socket->sendTextMessage(QString::fromUtf8(m_traffic.tapFrame(watcher.tap, first, count, leftOut)));
    }
}

void FloodServer::sendStats()
{
    const auto frame = QString::fromUtf8(R"({"type":"sync.stats","payload":)" + m_traffic.status() + '}');
    for (auto &[socket, watcher] : m_watchers) {
        if (watcher.wantsStats)
            socket->sendTextMessage(frame);
    }
}

} // namespace relais::bench
