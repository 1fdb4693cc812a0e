// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QAbstractTableModel>
#include <QJsonArray>
#include <QJsonObject>

namespace relais::dashboard {

/// Who did what, the newest first, in pages that are added below one another.
class AuditModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column : std::uint8_t {
        TimeColumn,
        ActorColumn,
        ActionColumn,
        TargetColumn,
        ResultColumn,
        FromColumn,
        CountColumn,
        DetailColumn,
        ColumnCount,
    };
    /// A server remembers a thousand; another one may remember more.
    static constexpr qsizetype maximumRecords = 5000;

    explicit AuditModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void clear();
    void append(const QJsonArray &records);
    void retranslate();
    bool isFull() const { return static_cast<qsizetype>(m_records.size()) >= maximumRecords; }
    /// Where the next page begins.
    std::optional<qint64> lastNumber() const;
    std::optional<qint64> numberAt(int row) const;
    std::optional<int> rowOf(qint64 number) const;
    /// All of a record, for the details.
    QString describeRow(int row) const;

private:
    QString textOf(const QJsonObject &record, int column) const;

    std::vector<QJsonObject> m_records;
};

} // namespace relais::dashboard
