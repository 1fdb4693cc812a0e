// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>

#include <QAbstractTableModel>

#include "dashboard/alerts/alert.h"

namespace relais::dashboard {

class AlertMonitor;

/// What was raised since the program began, of all servers, the newest first.
class AlertHistoryModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column : std::uint8_t { BeganColumn, EndedColumn, ServerColumn, AlertColumn, DetailsColumn, ColumnCount };
    /// More is what nobody reads.
    static constexpr std::size_t maximumAlerts = 500;

    /// `monitor` is borrowed, and outlives this.
    explicit AlertHistoryModel(AlertMonitor &monitor, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    void retranslate();

private:
    void onRaised(const Alert &alert);
    void onCleared(const Alert &alert);

    std::deque<Alert> m_alerts;
};

} // namespace relais::dashboard
