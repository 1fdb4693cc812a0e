// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include <QJsonObject>
#include <QObject>
#include <QThread>
#include <QTimer>

#include "common/client/connectionmanager.h"
#include "common/core/clock.h"
#include "dashboard/figures/figures.h"
#include "dashboard/session/httpadminapi.h"
#include "dashboard/session/permissions.h"
#include "dashboard/session/serveraddress.h"
#include "dashboard/session/watchedconnection.h"

namespace relais::dashboard {

/// Where a session stands, for the status bar.
struct SessionStatus {
    enum class State : std::uint8_t { Closed, Connecting, Connected, Failed };

    State state = State::Closed;
    client::Transport transport = client::Transport::WebSocket; ///< when Connected
    QString reason; ///< why it failed, or why the last attempt did; English where it comes from the server
    std::optional<std::chrono::milliseconds> untilNextAttempt; ///< when Connecting: none while it is trying
    std::optional<std::chrono::milliseconds> figuresAge; ///< none: there are none yet
    bool isStale = false; ///< the figures are too old to be believed

    bool operator==(const SessionStatus &) const = default;
};

/// The dashboard's connection to one server at a time: a client that watches.
///
///     Closed ── open() ──► Connecting ◄──────────► Connected
///        ▲                     │   ▲
///        └── close()           ▼   │ retryNow()
///                            Failed
///
/// Figures come over the WebSocket (`sync.stats`, twice a second). When they do not, as over polling or from a server
/// that has no `sync.watch`, it asks for the status over HTTP, every two seconds. Lives in one thread, and has the
/// connection in another.
class ServerSession : public QObject {
    Q_OBJECT

public:
    /// `clock` is borrowed.
    explicit ServerSession(const Clock &clock, QObject *parent = nullptr);
    ~ServerSession() override;

    /// Leaves the present server, if any.
    void open(const ServerAddress &address);
    void close();
    /// Tries to connect now, whatever it waits for.
    void retryNow();

    AdminApi &api() { return m_api; }
    const SessionStatus &status() const { return m_status; }
    Permissions permissions() const { return m_permissions; }

    /// Asks for the live messages that match: `type`, `userId`, as `sync.watch` takes them; an empty object is all of
    /// them, none ends it. Holds over reconnects.
    void setTap(const std::optional<QJsonObject> &filter);

    /// The longest that figures may be silent before they count as stale.
    static constexpr std::chrono::milliseconds staleAfter{5000};

Q_SIGNALS:
    /// At least once a second while it is open, since ages and countdowns are part of it.
    void statusChanged(const relais::dashboard::SessionStatus &status);
    void statusReceived(const relais::dashboard::ServerStatus &status);
    /// What `sync.tap` lets through, twenty times a second at most.
    void tapReceived(const relais::dashboard::TapBatch &batch);
    void permissionsChanged(const relais::dashboard::Permissions &permissions);
    /// Another server, or none: whatever is shown of the last one is of no use.
    void serverChanged();
    /// The server forgot what it had, or asks everyone to fetch anew.
    void refreshRequested();

private:
    void tick();
    void askForStatus();
    void onStatus(const QJsonObject &status);
    void setPermissions(const Permissions &permissions);
    void updateStatus();
    void updateWatch();
    SessionStatus currentStatus() const;

    const Clock &m_clock;
    HttpAdminApi m_api;
    QThread m_thread; ///< of the connections
    QObject m_threadEnd; ///< lives there
    std::unique_ptr<WatchedConnection> m_connection;
    QTimer m_timer;
    std::optional<QJsonObject> m_tap;
    Permissions m_permissions;
    SessionStatus m_status;
    QString m_problem; ///< of the last attempt
    std::optional<MonotonicTime> m_figuresAt; ///< when they came last
    std::optional<MonotonicTime> m_askedAt; ///< over HTTP, while there is no answer
    bool m_statusIsAnswered = false; ///< the last request for the status was
};

} // namespace relais::dashboard
