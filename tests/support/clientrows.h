// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>

namespace relais::test {

/// A connected client, as the server lists it.
inline QJsonObject clientRow(int number, qint64 lag = 0)
{
    return {{QStringLiteral("id"), QStringLiteral("c%1").arg(number)},
            {QStringLiteral("userId"), QStringLiteral("user-%1").arg(number, 4, 10, QChar(u'0'))},
            {QStringLiteral("transport"), number % 7 == 0 ? QStringLiteral("longPoll") : QStringLiteral("webSocket")},
            {QStringLiteral("address"), QStringLiteral("203.0.113.%1:%2").arg(number % 250).arg(40'000 + number)},
            {QStringLiteral("since"), 1'764'000'000'000 + number * 1000LL},
            {QStringLiteral("lag"), lag},
            {QStringLiteral("lagMs"), lag * 13},
            {QStringLiteral("bytesQueued"), lag * 210},
            {QStringLiteral("messagesSent"), 5000 + number},
            {QStringLiteral("state"), lag > 0 ? QStringLiteral("catchingUp") : QStringLiteral("live")}};
}

inline QJsonArray clientRows(std::initializer_list<int> numbers)
{
    QJsonArray rows;
    for (const int number : numbers)
        rows.append(clientRow(number));
    return rows;
}

} // namespace relais::test
