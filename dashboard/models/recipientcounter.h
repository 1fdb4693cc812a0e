// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include "common/core/result.h"

namespace relais::dashboard {

class AdminApi;

/// Is it a client that messages are for, of `GET /api/admin/clients`?
bool getsMessages(const QJsonObject &client);

/// How many clients are connected now that a message would reach. Asks once for each of a few users; of more, it does
/// not say. Counts what was asked last, a moment after it was asked.
class RecipientCounter final : public QObject {
    Q_OBJECT

public:
    static constexpr qsizetype maximumUsers = 20; ///< each is a request, and these are limited

    explicit RecipientCounter(AdminApi &api, QObject *parent = nullptr);

    /// Of everyone, when there are no users.
    void count(const QStringList &users);
    /// Nothing as long as it is not known.
    std::optional<qint64> recipients() const { return m_recipients; }

Q_SIGNALS:
    void counted();

private:
    void ask();
    void askUser(const QString &user, int generation);
    void onEveryone(const Result<QJsonObject> &status);
    void onUser(const QString &user, const Result<QJsonObject> &clients);
    void finish(std::optional<qint64> recipients);

    AdminApi &m_api;
    QTimer m_delay; ///< while a name is being typed
    QStringList m_users;
    std::optional<qint64> m_recipients;
    qint64 m_sum = 0;
    qsizetype m_left = 0;
    int m_generation = 0; ///< tells answers to a former question apart
};

} // namespace relais::dashboard
