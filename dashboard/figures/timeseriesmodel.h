// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <deque>

#include <QAbstractTableModel>
#include <QJsonObject>

#include "dashboard/figures/figures.h"

namespace relais::dashboard {

/// How far back charts look; the server keeps a history for each.
enum class TimeRange : std::uint8_t { FiveMinutes, Hour, Day };

std::chrono::milliseconds lengthOf(TimeRange range);
std::chrono::milliseconds stepOf(TimeRange range); ///< between two points
QString queryOf(TimeRange range); ///< as the server's history names it: "5m"

/// The figures over a time range: a row for each step, the oldest first; its time (seconds since 1970) in the first
/// column, then a column for each Figure. Bounded: at most the number of steps that the range has, whatever a server
/// sends and however often.
class TimeSeriesModel : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit TimeSeriesModel(QObject *parent = nullptr);

    TimeRange range() const { return m_range; }
    /// Forgets all points.
    void setRange(TimeRange range);
    void clear();

    /// The figures of now. Those of the same step replace each other; a clock that stepped back takes what is ahead
    /// of it away.
    void append(const FigureSet &figures);
    /// The server's history of this range, as `GET /api/admin/history` has it; what came by append() after its end
    /// stays. Series that are missing or of another length leave their figures empty.
    void setHistory(const QJsonObject &answer);

    const std::deque<FigureSet> &points() const { return m_points; }
    /// The point nearest to a time; none when there are no points.
    const FigureSet *nearest(UnixTime time) const;
    /// Comma-separated, with a header line, times as ISO 8601 in UTC: for programs, so it is in no language.
    QByteArray toCsv() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void dropOld();

    TimeRange m_range = TimeRange::FiveMinutes;
    std::deque<FigureSet> m_points;
};

} // namespace relais::dashboard
