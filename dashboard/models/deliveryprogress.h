// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include "common/core/result.h"

namespace relais::dashboard {

class AdminApi;

/// Watches how many clients have got what was published a moment ago: each of them whose position is the end of the
/// log. Of more than 1000 clients the server lists those that are farthest behind; when these all are, so may be the
/// others, and nobody counts as reached yet. Asks once a second.
class DeliveryProgress final : public QObject {
    Q_OBJECT

public:
    explicit DeliveryProgress(AdminApi &api, QObject *parent = nullptr);

    /// Of this user's clients; empty: of all.
    void watch(const QString &user);
    void stop();
    bool isWatching() const { return m_timer.isActive(); }

Q_SIGNALS:
    /// Of the `connected` clients, so many have it.
    void progressed(qint64 reached, qint64 connected);

private:
    void ask();
    void onClients(const Result<QJsonObject> &answer);

    AdminApi &m_api;
    QTimer m_timer;
    QString m_user;
    int m_generation = 0; ///< tells answers to a former question apart
};

} // namespace relais::dashboard
