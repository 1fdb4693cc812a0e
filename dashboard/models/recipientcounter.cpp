// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/recipientcounter.h"

#include <algorithm>

#include <QJsonArray>
#include <QUrlQuery>

#include "dashboard/session/adminapi.h"

namespace relais::dashboard {

namespace {

constexpr int delayMilliseconds = 400;
constexpr int maximumClients = 1000; // that the server gives at once

} // namespace

bool getsMessages(const QJsonObject &client)
{
    const QString state = client.value(u"state").toString();
    return state != u"mute" && state != u"unproven";
}

RecipientCounter::RecipientCounter(AdminApi &api, QObject *parent)
    : QObject(parent)
    , m_api(api)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(delayMilliseconds);
    connect(&m_delay, &QTimer::timeout, this, &RecipientCounter::ask);
}

void RecipientCounter::count(const QStringList &users)
{
    ++m_generation;
    m_users = users;
    finish(std::nullopt);
    m_delay.start();
}

void RecipientCounter::ask()
{
    const int generation = m_generation;
    if (m_users.isEmpty()) {
        m_api.get(QStringLiteral("/api/sync/status"), {}, this,
                  [this, generation](const Result<QJsonObject> &status) {
                      if (generation == m_generation)
                          onEveryone(status);
                  });
        return;
    }
    if (m_users.size() > maximumUsers)
        return;
    m_sum = 0;
    m_left = m_users.size();
    for (const QString &user : std::as_const(m_users))
        askUser(user, generation);
}

void RecipientCounter::askUser(const QString &user, int generation)
{
    QUrlQuery query;
    // The filter finds parts too; which of them is the user is looked up in the answer.
    query.addQueryItem(QStringLiteral("filter"), QString::fromLatin1(QUrl::toPercentEncoding(user)));
    query.addQueryItem(QStringLiteral("limit"), QString::number(maximumClients));
    m_api.get(QStringLiteral("/api/admin/clients"), query, this,
              [this, generation, user](const Result<QJsonObject> &clients) {
                  if (generation == m_generation)
                      onUser(user, clients);
              });
}

void RecipientCounter::onEveryone(const Result<QJsonObject> &status)
{
    const QJsonObject connections = status ? status->value(u"connections").toObject() : QJsonObject();
    // A server of an earlier version counts those, too, that get no messages.
    const QJsonValue count = connections.value(connections.contains(u"recipients") ? u"recipients" : u"total");
    finish(count.isDouble() ? std::optional(count.toInteger()) : std::nullopt);
}

void RecipientCounter::onUser(const QString &user, const Result<QJsonObject> &clients)
{
    if (!clients || clients->value(u"total").toInteger() > maximumClients) {
        ++m_generation; // a sum without this one would be wrong
        finish(std::nullopt);
        return;
    }
    const QJsonArray rows = clients->value(u"clients").toArray();
    m_sum += std::count_if(rows.begin(), rows.end(), [&](const QJsonValue &row) {
        return row.toObject().value(u"userId").toString() == user && getsMessages(row.toObject());
    });
    if (--m_left == 0)
        finish(m_sum);
}

void RecipientCounter::finish(std::optional<qint64> recipients)
{
    m_recipients = recipients;
    Q_EMIT counted();
}

} // namespace relais::dashboard
