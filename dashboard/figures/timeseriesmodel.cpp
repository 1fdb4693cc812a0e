// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/figures/timeseriesmodel.h"

#include <algorithm>
#include <cmath>

#include <QDateTime>
#include <QJsonArray>

namespace relais::dashboard {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

QString pathOf(Figure figure)
{
    const auto path = figurePath(figure);
    return QString::fromLatin1(path.data(), static_cast<qsizetype>(path.size()));
}

/// Which step of the range a time falls into.
qint64 stepNumber(UnixTime time, milliseconds step)
{
    return time.time_since_epoch() / step;
}

std::vector<FigureSet> parseHistory(const QJsonObject &answer)
{
    const auto series = answer.value(QLatin1String("series")).toObject();
    const auto times = series.value(QLatin1String("timestamp")).toArray();
    std::vector<FigureSet> points(static_cast<std::size_t>(times.size()));
    for (qsizetype i = 0; i < times.size(); ++i)
        points[static_cast<std::size_t>(i)].time = UnixTime(milliseconds(times.at(i).toInteger()));
    for (std::size_t number = 0; number < figureCount; ++number) {
        const auto figure = static_cast<Figure>(number);
        const auto values = series.value(pathOf(figure)).toArray();
        if (values.size() != times.size())
            continue;
        for (qsizetype i = 0; i < values.size(); ++i) {
            if (const auto value = values.at(i); value.isDouble() && std::isfinite(value.toDouble()))
                points[static_cast<std::size_t>(i)][figure] = value.toDouble();
        }
    }
    return points;
}

} // namespace

milliseconds lengthOf(TimeRange range)
{
    switch (range) {
    case TimeRange::FiveMinutes:
        return 5min;
    case TimeRange::Hour:
        return 1h;
    case TimeRange::Day:
        return 24h;
    }
    return 5min;
}

milliseconds stepOf(TimeRange range)
{
    switch (range) {
    case TimeRange::FiveMinutes:
        return 1s;
    case TimeRange::Hour:
        return 10s;
    case TimeRange::Day:
        return 5min;
    }
    return 1s;
}

QString queryOf(TimeRange range)
{
    switch (range) {
    case TimeRange::FiveMinutes:
        return QStringLiteral("5m");
    case TimeRange::Hour:
        return QStringLiteral("1h");
    case TimeRange::Day:
        return QStringLiteral("24h");
    }
    return {};
}

TimeSeriesModel::TimeSeriesModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void TimeSeriesModel::setRange(TimeRange range)
{
    m_range = range;
    clear();
}

void TimeSeriesModel::clear()
{
    beginResetModel();
    m_points.clear();
    endResetModel();
}

void TimeSeriesModel::append(const FigureSet &figures)
{
    while (!m_points.empty() && m_points.back().time > figures.time) {
        const int last = rowCount() - 1;
        beginRemoveRows({}, last, last);
        m_points.pop_back();
        endRemoveRows();
    }
    const auto step = stepOf(m_range);
    if (!m_points.empty() && stepNumber(m_points.back().time, step) == stepNumber(figures.time, step)) {
        m_points.back() = figures;
        const int last = rowCount() - 1;
        Q_EMIT dataChanged(index(last, 0), index(last, columnCount() - 1));
    } else {
        beginInsertRows({}, rowCount(), rowCount());
        m_points.push_back(figures);
        endInsertRows();
    }
    dropOld();
}

void TimeSeriesModel::dropOld()
{
    const auto capacity = static_cast<std::size_t>(lengthOf(m_range) / stepOf(m_range));
    const auto oldest = m_points.back().time - lengthOf(m_range);
    std::size_t count = 0;
    while (count < m_points.size() && (m_points.size() - count > capacity || m_points[count].time < oldest))
        ++count;
    if (count == 0)
        return;
    beginRemoveRows({}, 0, static_cast<int>(count) - 1);
    m_points.erase(m_points.begin(), m_points.begin() + static_cast<std::ptrdiff_t>(count));
    endRemoveRows();
}

void TimeSeriesModel::setHistory(const QJsonObject &answer)
{
    auto history = parseHistory(answer);
    // Of a server that does not keep to its own order nothing is believed.
    if (history.empty() || !std::ranges::is_sorted(history, {}, &FigureSet::time))
        return;
    beginResetModel();
    const auto live = std::exchange(m_points, {});
    const auto capacity = static_cast<std::size_t>(lengthOf(m_range) / stepOf(m_range));
    const auto begin
        = history.size() > capacity ? history.end() - static_cast<std::ptrdiff_t>(capacity) : history.begin();
    m_points.assign(begin, history.end());
    endResetModel();
    for (const FigureSet &figures : live) {
        if (figures.time > m_points.back().time)
            append(figures);
    }
    dropOld();
}

const FigureSet *TimeSeriesModel::nearest(UnixTime time) const
{
    if (m_points.empty())
        return nullptr;
    const auto after = std::ranges::lower_bound(m_points, time, {}, &FigureSet::time);
    if (after == m_points.begin())
        return &*after;
    const auto before = std::prev(after);
    if (after == m_points.end() || time - before->time <= after->time - time)
        return &*before;
    return &*after;
}

QByteArray TimeSeriesModel::toCsv() const
{
    QByteArray csv = "time";
    for (std::size_t number = 0; number < figureCount; ++number)
        csv += ',' + pathOf(static_cast<Figure>(number)).toLatin1();
    csv += '\n';
    for (const FigureSet &point : m_points) {
        const auto time = QDateTime::fromMSecsSinceEpoch(point.time.time_since_epoch().count(), Qt::UTC);
        csv += time.toString(Qt::ISODateWithMs).toLatin1();
        for (const auto &value : point.values)
            csv += ',' + (value ? QByteArray::number(*value, 'g', QLocale::FloatingPointShortest) : QByteArray());
        csv += '\n';
    }
    return csv;
}

int TimeSeriesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_points.size());
}

int TimeSeriesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(figureCount) + 1;
}

QVariant TimeSeriesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::DisplayRole)
        return {};
    const FigureSet &point = m_points[static_cast<std::size_t>(index.row())];
    if (index.column() == 0)
        return static_cast<double>(point.time.time_since_epoch().count()) / 1000;
    const auto value = point[static_cast<Figure>(index.column() - 1)];
    return value ? QVariant(*value) : QVariant();
}

QVariant TimeSeriesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= columnCount())
        return QAbstractTableModel::headerData(section, orientation, role);
    return section == 0 ? QStringLiteral("time") : pathOf(static_cast<Figure>(section - 1));
}

} // namespace relais::dashboard
