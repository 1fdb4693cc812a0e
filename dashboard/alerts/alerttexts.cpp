// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/alerts/alerttexts.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace relais::dashboard {

namespace {

class Texts {
    Q_DECLARE_TR_FUNCTIONS(Alerts)
};

QDateTime local(UnixTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
}

} // namespace

QString alertName(AlertKind kind)
{
    switch (kind) {
    case AlertKind::ConnectionLost:
        return Texts::tr("Connection lost");
    case AlertKind::Errors:
        return Texts::tr("Errors");
    case AlertKind::Latency:
        return Texts::tr("Slow delivery");
    case AlertKind::OldestAge:
        return Texts::tr("Old messages");
    case AlertKind::ConnectionsAbove:
        return Texts::tr("Many connections");
    case AlertKind::ConnectionsBelow:
        return Texts::tr("Few connections");
    }
    return {};
}

QString alertDetails(const Alert &alert)
{
    const AlertTraits &traits = alertTraits(alert.kind);
    const QString value = formatFigure(traits.unit, alert.value, QLocale());
    const QString limit = formatFigure(traits.unit, alert.limit, QLocale());
    switch (traits.test) {
    case AlertTraits::Test::Above:
        return Texts::tr("%1, above the limit of %2").arg(value, limit);
    case AlertTraits::Test::Below:
        return Texts::tr("%1, below the limit of %2").arg(value, limit);
    case AlertTraits::Test::Lost:
        break;
    }
    return Texts::tr("no figures from the server for %1").arg(value);
}

QString alertSeverityName(AlertSeverity severity)
{
    return severity == AlertSeverity::Critical ? Texts::tr("Critical") : Texts::tr("Warning");
}

QString alertTime(UnixTime time, UnixTime now)
{
    const QDateTime moment = local(time);
    const QLocale locale;
    return moment.date() == local(now).date() ? locale.toString(moment.time(), QLocale::ShortFormat)
                                              : locale.toString(moment, QLocale::ShortFormat);
}

} // namespace relais::dashboard
