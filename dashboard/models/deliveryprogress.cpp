// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/deliveryprogress.h"

#include <algorithm>

#include <QJsonArray>
#include <QUrl>
#include <QUrlQuery>

#include "dashboard/models/recipientcounter.h"
#include "dashboard/session/adminapi.h"

namespace relais::dashboard {

namespace {

constexpr int intervalMilliseconds = 1000;
constexpr int maximumClients = 1000; // that the server gives at once

} // namespace

DeliveryProgress::DeliveryProgress(AdminApi &api, QObject *parent)
    : QObject(parent)
    , m_api(api)
{
    m_timer.setInterval(intervalMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &DeliveryProgress::ask);
}

void DeliveryProgress::watch(const QString &user)
{
    m_user = user;
    m_timer.start();
    ask();
}

void DeliveryProgress::stop()
{
    ++m_generation;
    m_timer.stop();
}

void DeliveryProgress::ask()
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("sort"), QStringLiteral("-lag"));
    query.addQueryItem(QStringLiteral("limit"), QString::number(maximumClients));
    if (!m_user.isEmpty())
        query.addQueryItem(QStringLiteral("filter"), QString::fromLatin1(QUrl::toPercentEncoding(m_user)));
    const int generation = ++m_generation;
    m_api.get(QStringLiteral("/api/admin/clients"), query, this,
              [this, generation](const Result<QJsonObject> &answer) {
                  if (generation == m_generation)
                      onClients(answer);
              });
}

void DeliveryProgress::onClients(const Result<QJsonObject> &answer)
{
    if (!answer)
        return; // the next one may be answered
    const QJsonArray rows = answer->value(u"clients").toArray();
    const qint64 notListed = std::max<qint64>(answer->value(u"total").toInteger() - rows.size(), 0);
    qint64 connected = notListed;
    qint64 behind = 0;
    for (const QJsonValue &row : rows) {
        const QJsonObject client = row.toObject();
        // The filter finds parts of names too.
        if (!getsMessages(client) || (!m_user.isEmpty() && client.value(u"userId").toString() != m_user))
            continue;
        ++connected;
        behind += client.value(u"lag").toInteger() > 0 ? 1 : 0;
    }
    if (behind == rows.size())
        behind += notListed;
    Q_EMIT progressed(connected - behind, connected);
}

} // namespace relais::dashboard
