// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/alerts/alerthistorymodel.h"

#include <algorithm>

#include <QDateTime>
#include <QLocale>

#include "dashboard/alerts/alertmonitor.h"
#include "dashboard/alerts/alerttexts.h"

namespace relais::dashboard {

namespace {

QString timeText(UnixTime time)
{
    const auto moment = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
    return QLocale().toString(moment.date(), QLocale::ShortFormat) + QLatin1Char(' ')
        + moment.time().toString(QStringLiteral("HH:mm:ss"));
}

} // namespace

AlertHistoryModel::AlertHistoryModel(AlertMonitor &monitor, QObject *parent)
    : QAbstractTableModel(parent)
{
    connect(&monitor, &AlertMonitor::raised, this, &AlertHistoryModel::onRaised);
    connect(&monitor, &AlertMonitor::cleared, this, &AlertHistoryModel::onCleared);
}

int AlertHistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_alerts.size());
}

int AlertHistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AlertHistoryModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const Alert &alert = m_alerts[static_cast<std::size_t>(index.row())];
    switch (index.column()) {
    case BeganColumn:
        return timeText(alert.since);
    case EndedColumn:
        return alert.until ? timeText(*alert.until) : tr("lasts");
    case ServerColumn:
        // A tool tip may be taken for markup.
        return role == Qt::ToolTipRole ? alert.server.toHtmlEscaped() : alert.server;
    case AlertColumn:
        return alertName(alert.kind);
    case DetailsColumn:
        return alertDetails(alert);
    default:
        return {};
    }
}

QVariant AlertHistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case BeganColumn:
        return tr("Began");
    case EndedColumn:
        return tr("Ended");
    case ServerColumn:
        return tr("Server");
    case AlertColumn:
        return tr("Alert");
    case DetailsColumn:
        return tr("When it began");
    default:
        return {};
    }
}

void AlertHistoryModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_alerts.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void AlertHistoryModel::onRaised(const Alert &alert)
{
    if (m_alerts.size() == maximumAlerts) {
        const int last = rowCount() - 1;
        beginRemoveRows({}, last, last);
        m_alerts.pop_back();
        endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    m_alerts.push_front(alert);
    endInsertRows();
}

void AlertHistoryModel::onCleared(const Alert &alert)
{
    const auto found
        = std::ranges::find_if(m_alerts, [&](const Alert &one) { return one.kind == alert.kind && !one.until; });
    if (found == m_alerts.end())
        return; // it lasted longer than what is kept
    found->until = alert.until;
    const auto row = static_cast<int>(found - m_alerts.begin());
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

} // namespace relais::dashboard
