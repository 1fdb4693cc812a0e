// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/tapmodel.h"

#include <algorithm>

#include "dashboard/models/displaytext.h"

namespace relais::dashboard {

namespace {

// A column is no wider; the details have the rest.
constexpr qsizetype previewCharacters = 200;
// Of a message beside its texts, so that many small ones count for what they take.
constexpr std::size_t overheadBytes = sizeof(Message) + 2 * sizeof(void *);

std::size_t bytesOf(const Message &message)
{
    return overheadBytes + message.type.size() + message.payload.size()
        + (message.userId ? message.userId->toString().size() : 0);
}

} // namespace

TapModel::TapModel(QObject *parent)
    : TapModel(Bounds{}, parent)
{
}

TapModel::TapModel(Bounds bounds, QObject *parent)
    : QAbstractTableModel(parent)
    , m_bounds(bounds)
{
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
    const std::size_t tooMany = excess(m_kept);
    const std::size_t before = m_kept.messages.size() - messages.size();
    removeOldestRows(std::min(tooMany, before));
    removeOldest(m_kept, tooMany);

    // Of a batch that is bigger than the room its beginning is gone already.
    const std::size_t gone = tooMany > before ? tooMany - before : 0;
    std::vector<MessagePtr> passing;
    for (std::size_t position = gone; position < messages.size(); ++position) {
        if (m_filter.accepts(*messages[position]))
            passing.push_back(messages[position]);
    }
    if (passing.empty())
        return;
    const int first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(passing.size()) - 1);
    m_rows.insert(m_rows.end(), passing.begin(), passing.end());
    endInsertRows();
}

/// Those of the first messages that are rows.
void TapModel::removeOldestRows(std::size_t keptRemoved)
{
    std::size_t rows = 0;
    for (std::size_t position = 0; position < keptRemoved && rows < m_rows.size(); ++position) {
        if (m_kept.messages[position] == m_rows[rows])
            ++rows;
    }
    if (rows == 0)
        return;
    beginRemoveRows({}, 0, static_cast<int>(rows) - 1);
    m_rows.erase(m_rows.begin(), m_rows.begin() + static_cast<std::ptrdiff_t>(rows));
    endRemoveRows();
}

void TapModel::setFilter(MessageFilter filter)
{
    beginResetModel();
    m_filter = std::move(filter);
    m_rows.clear();
    std::copy_if(m_kept.messages.begin(), m_kept.messages.end(), std::back_inserter(m_rows),
                 [this](const MessagePtr &message) { return m_filter.accepts(*message); });
    endResetModel();
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
    m_leftOut = 0;
    m_dropped = 0;
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
        bytes -= bytesOf(*ring.messages[count++]);
    return count;
}

void TapModel::add(Ring &ring, MessagePtr message)
{
    ring.bytes += bytesOf(*message);
    ring.messages.push_back(std::move(message));
}

void TapModel::removeOldest(Ring &ring, std::size_t count)
{
    for (; count > 0; --count) {
        ring.bytes -= bytesOf(*ring.messages.front());
        ring.messages.pop_front();
    }
}

} // namespace relais::dashboard
