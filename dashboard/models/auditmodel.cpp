// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/auditmodel.h"

#include <algorithm>

#include <QDateTime>
#include <QLocale>

#include "dashboard/models/displaytext.h"

namespace relais::dashboard {

AuditModel::AuditModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

int AuditModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

int AuditModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AuditModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    if (role == Qt::DisplayRole)
        return textOf(m_records[static_cast<std::size_t>(index.row())], index.column());
    if (role == Qt::TextAlignmentRole && index.column() == CountColumn)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    return {};
}

QString AuditModel::textOf(const QJsonObject &record, int column) const
{
    const auto member = [&](QStringView name) {
        return displayText(record.value(name).toString());
    };
    switch (column) {
    case TimeColumn: {
        const QDateTime at = QDateTime::fromString(record.value(u"at").toString(), Qt::ISODateWithMs);
        return at.isValid() ? displayDateTime(at.toMSecsSinceEpoch()) : member(u"at");
    }
    case ActorColumn:
        return member(u"actor");
    case ActionColumn:
        return member(u"action");
    case TargetColumn:
        return member(u"target");
    case ResultColumn: {
        const QString result = member(u"result");
        return (result == u"ok" ? QStringLiteral("✓ ") : QStringLiteral("✗ ")) + result;
    }
    case FromColumn:
        return member(u"from");
    case CountColumn:
        return QLocale().toString(record.value(u"count").toInteger(1));
    case DetailColumn:
        return member(u"detail");
    default:
        return {};
    }
}

QVariant AuditModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case TimeColumn:
        return tr("Time");
    case ActorColumn:
        return tr("Who");
    case ActionColumn:
        return tr("Did");
    case TargetColumn:
        return tr("To");
    case ResultColumn:
        return tr("Result");
    case FromColumn:
        return tr("From");
    case CountColumn:
        return tr("Times");
    case DetailColumn:
        return tr("Detail");
    default:
        return {};
    }
}

void AuditModel::clear()
{
    beginResetModel();
    m_records.clear();
    endResetModel();
}

void AuditModel::append(const QJsonArray &records)
{
    const qsizetype room = maximumRecords - static_cast<qsizetype>(m_records.size());
    const qsizetype count = std::min(records.size(), room);
    if (count <= 0)
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(count) - 1);
    for (qsizetype position = 0; position < count; ++position)
        m_records.push_back(records[position].toObject());
    endInsertRows();
}

void AuditModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_records.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

std::optional<qint64> AuditModel::lastNumber() const
{
    return m_records.empty() ? std::nullopt : std::optional(m_records.back().value(u"id").toInteger());
}

std::optional<qint64> AuditModel::numberAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return std::nullopt;
    return m_records[static_cast<std::size_t>(row)].value(u"id").toInteger();
}

std::optional<int> AuditModel::rowOf(qint64 number) const
{
    const auto record = std::ranges::find_if(
        m_records, [number](const QJsonObject &object) { return object.value(u"id").toInteger() == number; });
    if (record == m_records.end())
        return std::nullopt;
    return static_cast<int>(record - m_records.begin());
}

QString AuditModel::describeRow(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    const QJsonObject &record = m_records[static_cast<std::size_t>(row)];
    QStringList parts;
    for (int column = 0; column < ColumnCount; ++column)
        parts << tr("%1: %2").arg(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
                                  textOf(record, column));
    parts << tr("%1: %2").arg(tr("Roles"), displayText(record.value(u"roles").toString()));
    return parts.join(QStringLiteral(" · "));
}

} // namespace relais::dashboard
