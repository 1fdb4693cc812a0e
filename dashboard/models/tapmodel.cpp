// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/tapmodel.h"

#include <algorithm>

#include "dashboard/models/displaytext.h"

namespace relais::dashboard {

namespace {

// A column is no wider; the details have the rest.
constexpr qsizetype previewCharacters = 200;
} // namespace

TapModel::TapModel(QObject *parent)
    : TapModel(Bounds{}, parent)
{
}

TapModel::TapModel(Bounds bounds, QObject *parent)
    : QAbstractTableModel(parent)
    , m_bounds(bounds)
{
    m_nextSlice.setSingleShot(true);
    connect(&m_nextSlice, &QTimer::timeout, this, [this] {
        judge();
        Q_EMIT countsChanged();
    });
}

int TapModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TapModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TapModel::data(const QModelIndex &index, int role) const
{
    const MessagePtr message = index.isValid() ? messageAt(index.row()) : nullptr;
    if (!message)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return textOf(*message, index.column());
    case Qt::TextAlignmentRole:
        if (index.column() == SizeColumn)
            return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
        break;
    default:
        break;
    }
    return {};
}

QString TapModel::textOf(const Message &message, int column) const
{
    switch (column) {
    case TimeColumn:
        return displayTime(static_cast<qint64>(message.id.ms));
    case TypeColumn:
        return displayText(message.type);
    case UserColumn:
        return message.userId ? displayText(message.userId->toString()) : tr("(everyone)");
    case SizeColumn:
        return displayBytes(static_cast<qint64>(message.payload.size()));
    case PayloadColumn:
        return displayText(message.payload, previewCharacters);
    default:
        return {};
    }
}

QVariant TapModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case TimeColumn:
        return tr("Time");
    case TypeColumn:
        return tr("Type");
    case UserColumn:
        return tr("User");
    case SizeColumn:
        return tr("Size");
    case PayloadColumn:
        return tr("Payload");
    default:
        return {};
    }
}

TapModel::MessagePtr TapModel::messageAt(int row) const
{
    const auto position = static_cast<std::size_t>(row);
    return row >= 0 && position < m_rows.size() ? m_rows[position] : nullptr;
}

void TapModel::append(const TapBatch &batch)
{
    m_leftOut += batch.leftOut;
    m_missed += batch.dropped;
    if (m_isPaused) {
        for (const MessagePtr &message : batch.messages)
            add(m_waiting, message);
        const std::size_t tooMany = excess(m_waiting);
        removeOldest(m_waiting, tooMany);
        m_dropped += tooMany;
    } else {
        show(batch.messages);
    }
    Q_EMIT countsChanged();
}

/// One removal and one insertion, however many they are: each costs a view as much as the other.
void TapModel::show(const std::vector<MessagePtr> &messages)
{
    for (const MessagePtr &message : messages)
        add(m_kept, message);
    forgetOldest(excess(m_kept));
    judge();
}

/// Of those that are kept, and of those that are rows as well.
void TapModel::forgetOldest(std::size_t count)
{
    const std::size_t judged = std::min(count, m_judged);
    std::size_t rows = 0;
    for (std::size_t position = 0; position < judged && rows < m_rows.size(); ++position) {
        if (m_kept.messages[position] == m_rows[rows])
            ++rows;
    }
    if (rows > 0) {
        beginRemoveRows({}, 0, static_cast<int>(rows) - 1);
        m_rows.erase(m_rows.begin(), m_rows.begin() + static_cast<std::ptrdiff_t>(rows));
        endRemoveRows();
    }
    m_judged -= judged;
    removeOldest(m_kept, count);
}

/// The next slice; what is behind it has to wait for its turn.
void TapModel::judge()
{
    std::vector<MessagePtr> passing;
    for (std::size_t bytes = 0; isFiltering() && bytes < m_bounds.sliceBytes; ++m_judged) {
        const MessagePtr &message = m_kept.messages[m_judged];
        bytes += weightOf(*message);
        if (m_filter.accepts(*message))
            passing.push_back(message);
    }
    if (!passing.empty()) {
        const int first = static_cast<int>(m_rows.size());
        beginInsertRows({}, first, first + static_cast<int>(passing.size()) - 1);
        m_rows.insert(m_rows.end(), passing.begin(), passing.end());
        endInsertRows();
    }
    if (isFiltering())
        m_nextSlice.start(0);
    else
        m_nextSlice.stop();
}

void TapModel::setFilter(MessageFilter filter)
{
    beginResetModel();
    m_filter = std::move(filter);
    m_rows.clear();
    m_judged = 0;
    endResetModel();
    judge();
    Q_EMIT countsChanged();
}

void TapModel::setPaused(bool isPaused)
{
    if (m_isPaused == isPaused)
        return;
    m_isPaused = isPaused;
    if (!isPaused) {
        const Ring waiting = std::exchange(m_waiting, {});
        show({waiting.messages.begin(), waiting.messages.end()});
    }
    Q_EMIT countsChanged();
}

void TapModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_kept = {};
    m_waiting = {};
    m_judged = 0;
    m_nextSlice.stop();
    m_leftOut = 0;
    m_dropped = 0;
    m_missed = 0;
    endResetModel();
    Q_EMIT countsChanged();
}

void TapModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

std::size_t TapModel::excess(const Ring &ring) const
{
    std::size_t count = 0;
    std::size_t bytes = ring.bytes;
    while (count < ring.messages.size()
           && (ring.messages.size() - count > m_bounds.messages || bytes > m_bounds.bytes))
        bytes -= weightOf(*ring.messages[count++]);
    return count;
}

void TapModel::add(Ring &ring, MessagePtr message)
{
    ring.bytes += weightOf(*message);
    ring.messages.push_back(std::move(message));
}

void TapModel::removeOldest(Ring &ring, std::size_t count)
{
    for (; count > 0; --count) {
        ring.bytes -= weightOf(*ring.messages.front());
        ring.messages.pop_front();
    }
}

} // namespace relais::dashboard
