// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include <QAbstractTableModel>

#include "dashboard/models/messagefilter.h"
#include "dashboard/models/tapbatch.h"

namespace relais::dashboard {

/// The newest messages, of which those that pass the filter are rows, the oldest first. Bounded in number and in
/// bytes; what is beyond is forgotten, the oldest first. While it is paused its rows stay as they are, and what
/// arrives waits, within the same bounds.
class TapModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column : std::uint8_t {
        TimeColumn,
        TypeColumn,
        UserColumn,
        SizeColumn,
        PayloadColumn,
        ColumnCount,
    };
    using MessagePtr = std::shared_ptr<const Message>;

    /// What a person may scroll through, and few enough that a filter goes through all of them in a few milliseconds.
    struct Bounds {
        std::size_t messages = 10'000;
        std::size_t bytes = 32 * 1024 * 1024;
    };

    explicit TapModel(QObject *parent = nullptr);
    explicit TapModel(Bounds bounds, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void append(const TapBatch &batch);
    void setFilter(MessageFilter filter);
    void setPaused(bool isPaused);
    void clear();
    void retranslate();

    bool isPaused() const { return m_isPaused; }
    MessagePtr messageAt(int row) const;
    /// Those that are rows.
    std::vector<MessagePtr> messages() const { return {m_rows.begin(), m_rows.end()}; }

    std::size_t kept() const { return m_kept.messages.size(); }
    std::size_t keptBytes() const { return m_kept.bytes; }
    std::size_t waiting() const { return m_waiting.messages.size(); }
    quint64 leftOut() const { return m_leftOut; } ///< by the server
    quint64 dropped() const { return m_dropped; } ///< during pauses, for want of room

Q_SIGNALS:
    void countsChanged();

private:
    struct Ring {
        std::deque<MessagePtr> messages;
        std::size_t bytes = 0;
    };

    /// How many of the oldest there are too many of.
    std::size_t excess(const Ring &ring) const;
    static void add(Ring &ring, MessagePtr message);
    static void removeOldest(Ring &ring, std::size_t count);
    void show(const std::vector<MessagePtr> &messages);
    void removeOldestRows(std::size_t keptRemoved);
    QString textOf(const Message &message, int column) const;

    const Bounds m_bounds;
    MessageFilter m_filter;
    Ring m_kept;
    Ring m_waiting;
    std::deque<MessagePtr> m_rows; ///< of m_kept, those that pass
    bool m_isPaused = false;
    quint64 m_leftOut = 0;
    quint64 m_dropped = 0;
};

} // namespace relais::dashboard
