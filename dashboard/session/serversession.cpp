// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/session/serversession.h"

#include "dashboard/models/faulttext.h"

namespace relais::dashboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using client::ConnectionState;
using client::Transport;
using std::chrono::milliseconds;

namespace {

constexpr int statsPerSecond = 2;
constexpr milliseconds tickInterval = 500ms;
// Figures over the WebSocket come every half second; four missed ones mean that they do not come.
constexpr milliseconds askInterval = 2s;
// A batch of live messages is larger than any message.
constexpr qsizetype maximumFrameBytes = 8 * 1024 * 1024;

client::ConnectionOptions optionsFor(const ServerAddress &address)
{
    client::ConnectionOptions options;
    options.websocketUrl = address.webSocketUrl();
    options.pollingUrl = address.pollingUrl();
    options.maximumMessageBytes = maximumFrameBytes;
    if (!address.token.isEmpty()) {
        // There is no other one; when it is refused again, that is final.
        options.tokenProvider
            = [token = address.token](const client::TokenRequest &, const client::TokenReply &reply) {
                  reply(token);
              };
    }
    return options;
}

milliseconds elapsed(MonotonicTime since, MonotonicTime now)
{
    return std::chrono::duration_cast<milliseconds>(now - since);
}

} // namespace

ServerSession::ServerSession(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
    m_timer.setInterval(tickInterval);
    connect(&m_timer, &QTimer::timeout, this, &ServerSession::tick);
    m_thread.setObjectName(u"connection"_s);
    m_threadEnd.moveToThread(&m_thread);
    m_thread.start();
}

ServerSession::~ServerSession()
{
    m_connection.reset();
    qDeleteAll(findChildren<WatchedConnection *>(QString(), Qt::FindDirectChildrenOnly));
    // Behind what they asked their thread to do, so that they say goodbye.
    QMetaObject::invokeMethod(&m_threadEnd, [this] { m_thread.quit(); });
    m_thread.wait();
}

void ServerSession::open(const ServerAddress &address)
{
    close();
    m_api.setAddress(address);
    setPermissions(Permissions::ofToken(address.token));
    m_connection = std::make_unique<WatchedConnection>(optionsFor(address), m_thread);
    auto *const connection = m_connection.get();
    connect(connection, &WatchedConnection::stateChanged, this, &ServerSession::tick);
    connect(connection, &WatchedConnection::statsReceived, this, [this](const QJsonObject &stats) {
        onStatus(stats);
        updateStatus();
    });
    connect(connection, &WatchedConnection::tapReceived, this, &ServerSession::tapReceived);
    connect(connection, &WatchedConnection::resyncRequired, this, &ServerSession::refreshRequested);
    connect(connection, &WatchedConnection::problemOccurred, this, [this](const QString &text) {
        m_problem = text;
        updateStatus();
    });
    updateWatch();
    Q_EMIT serverChanged();
    m_timer.start();
    connection->start();
    tick();
}

void ServerSession::close()
{
    m_timer.stop();
    const bool wasOpen = m_connection != nullptr;
    if (m_connection) {
        // It may be what called us.
        m_connection->disconnect(this);
        m_connection->setParent(this);
        m_connection.release()->deleteLater();
    }
    m_api.setAddress({});
    m_problem.clear();
    m_figuresAt.reset();
    m_askedAt.reset();
    m_statusIsAnswered = false;
    updateStatus();
    if (wasOpen)
        Q_EMIT serverChanged();
}

void ServerSession::retryNow()
{
    if (!m_connection)
        return;
    if (m_connection->state() == ConnectionState::Failed)
        m_connection->start();
    else
        m_connection->wake();
    askForStatus();
    updateStatus();
}

void ServerSession::setTap(const std::optional<QJsonObject> &filter)
{
    if (filter == m_tap)
        return;
    m_tap = filter;
    updateWatch();
}

void ServerSession::updateWatch()
{
    if (!m_connection)
        return;
    QJsonObject watch{{u"stats"_s, statsPerSecond}};
    if (m_tap)
        watch.insert(u"tap"_s, *m_tap);
    m_connection->setWatch(watch);
}

void ServerSession::tick()
{
    const auto now = m_clock.monotonic();
    const bool areFiguresDue = !m_figuresAt || elapsed(*m_figuresAt, now) >= askInterval;
    const bool isAsking = m_askedAt && elapsed(*m_askedAt, now) < askInterval;
    if (m_connection && areFiguresDue && !isAsking)
        askForStatus();
    updateStatus();
}

/// In any state: an operator may not read messages, so where no WebSocket gets through, its polls are refused, and
/// the figures are all there is.
void ServerSession::askForStatus()
{
    m_askedAt = m_clock.monotonic();
    m_api.get(u"/api/sync/status"_s, {}, m_connection.get(), [this](const Result<QJsonObject> &status) {
        m_statusIsAnswered = status.ok();
        if (status)
            onStatus(*status);
        else
            m_problem = describe(status.error());
        updateStatus();
    });
}

void ServerSession::onStatus(const QJsonObject &object)
{
    const ServerStatus status = parseStatus(object, m_clock.now());
    m_figuresAt = m_clock.monotonic();
    if (status.roles)
        setPermissions(Permissions::ofRoles(*status.roles));
    else if (!status.hasFigures && m_permissions.mayObserve)
        setPermissions({.mayObserve = false, .mayBroadcast = m_permissions.mayBroadcast, .mayAdminister = false});
    Q_EMIT statusReceived(status);
}

void ServerSession::setPermissions(const Permissions &permissions)
{
    if (permissions == m_permissions)
        return;
    m_permissions = permissions;
    Q_EMIT permissionsChanged(permissions);
}

SessionStatus ServerSession::currentStatus() const
{
    using State = SessionStatus::State;
    SessionStatus status;
    if (!m_connection)
        return status;
    if (m_figuresAt)
        status.figuresAge = elapsed(*m_figuresAt, m_clock.monotonic());
    status.isStale = !status.figuresAge || *status.figuresAge > staleAfter;
    switch (m_connection->state()) {
    case ConnectionState::WebSocket:
        status.state = State::Connected;
        break;
    case ConnectionState::Polling:
        status.state = State::Connected;
        status.transport = Transport::Polling;
        break;
    case ConnectionState::Failed:
        status.state = State::Failed;
        if (const auto error = m_connection->error()) {
            status.reason = describe(*error);
            if (error->code == ErrorCode::Forbidden && m_statusIsAnswered && !status.isStale) {
                status.state = State::Connected;
                status.transport = Transport::Polling;
            }
        }
        break;
    case ConnectionState::Stopped:
    case ConnectionState::Connecting:
        status.state = State::Connecting;
        status.reason = m_problem;
        status.untilNextAttempt = m_connection->untilNextAttempt();
        break;
    }
    return status;
}

void ServerSession::updateStatus()
{
    const SessionStatus status = currentStatus();
    if (status == m_status)
        return;
    m_status = status;
    Q_EMIT statusChanged(m_status);
}

} // namespace relais::dashboard
