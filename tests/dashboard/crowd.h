// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QObject>
#include <QSet>
#include <QTimer>

#include "common/client/connectionmanager.h"
#include "tests/support/authserver.h"

namespace relais::test {

/// The users of a small shop, and its backend, which tells them what happens: some life for a dashboard to show.
class Crowd final : public QObject {
    Q_OBJECT

public:
    explicit Crowd(const AuthServer &server);

    /// Publishes now and then, more and less, until stopTalking().
    void talk();
    void stopTalking() { m_timer.stop(); }

    int size() const { return static_cast<int>(m_clients.size()); }
    bool isConnected() const;
    /// How many clients have got a message of this type.
    int received(const QString &type) const;
    /// How many were asked to fetch everything anew, for this reason.
    int resynced(const QString &reason) const;
    /// Those of one user.
    std::vector<client::ConnectionManager *> clientsOf(const QString &user) const;

private:
    struct Client {
        QString user;
        client::ConnectionManager *manager; ///< a child
        QSet<QString> types; ///< that it has got
        QSet<QString> reasons; ///< for which it was asked to fetch anew
    };

    client::ConnectionManager *connectAs(const AuthServer &server, const QByteArray &token);
    void publish();

    std::vector<Client> m_clients;
    client::ConnectionManager *m_backend; ///< a child
    QTimer m_timer;
    int m_ticks = 0;
    int m_orders = 1040;
};

} // namespace relais::test
