// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include <QAbstractTableModel>
#include <QTimer>

#include "dashboard/models/messagefilter.h"
#include "dashboard/models/tapbatch.h"

namespace relais::dashboard {

/// The newest messages, of which those that pass the filter are rows, the oldest first. Bounded in number and in
/// bytes; what is beyond is forgotten, the oldest first. While it is paused its rows stay as they are, and what
/// arrives waits, within the same bounds.
///
/// The filter goes through what is kept slice by slice, with the event loop's turn in between: 32 MiB of payloads at
/// once would hold the window up.
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

    /// What a person may scroll through.
    struct Bounds {
        std::size_t messages = 10'000;
        std::size_t bytes = 32 * 1024 * 1024;
        std::size_t sliceBytes = 1024 * 1024; ///< that the filter reads in one go: a few milliseconds
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
    /// All that are kept, rows or not, without those that wait; and what they have to pass to be rows.
    std::vector<MessagePtr> messages() const { return {m_kept.messages.begin(), m_kept.messages.end()}; }
    const MessageFilter &filter() const { return m_filter; }
    /// Are there some that the filter has not looked at?
    bool isFiltering() const { return m_judged < m_kept.messages.size(); }

    std::size_t kept() const { return m_kept.messages.size(); }
    std::size_t keptBytes() const { return m_kept.bytes; }
    std::size_t waiting() const { return m_waiting.messages.size(); }
    quint64 leftOut() const { return m_leftOut; } ///< by the server
    quint64 dropped() const { return m_dropped; } ///< during pauses, for want of room
    quint64 missed() const { return m_missed; } ///< that came faster than they could be shown

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
    void forgetOldest(std::size_t count);
    void judge();
    QString textOf(const Message &message, int column) const;

    const Bounds m_bounds;
    MessageFilter m_filter;
    Ring m_kept;
    Ring m_waiting;
    std::deque<MessagePtr> m_rows; ///< of m_kept, those that pass
    std::size_t m_judged = 0; ///< of m_kept, how many the filter has looked at
    QTimer m_nextSlice;
    bool m_isPaused = false;
    quint64 m_leftOut = 0;
    quint64 m_dropped = 0;
    quint64 m_missed = 0;
};

} // namespace relais::dashboard
