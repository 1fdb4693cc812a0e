// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

namespace relais::dashboard {

/// One page of the connected clients, as the server sorted, filtered and cut it. A new answer changes the rows in
/// place, so that what is selected stays selected; or it leaves them where they are, for as long as somebody points
/// at them.
class ClientsModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column : std::uint8_t {
        UserColumn,
        TransportColumn,
        AddressColumn,
        SinceColumn,
        LagColumn,
        LagTimeColumn,
        BytesColumn,
        SentColumn,
        StateColumn,
        IdColumn,
        ColumnCount,
    };
    enum class Update : std::uint8_t {
        Apply, ///< rows come, go and change places
        Hold, ///< rows stay where they are: those that are gone are marked, new ones wait
    };
    struct Client {
        QString id;
        QString user; ///< empty: none
        QString transport;
        QString address;
        QString state;
        qint64 since = 0;
        qint64 lag = 0;
        qint64 lagMs = 0;
        qint64 bytesQueued = 0;
        qint64 messagesSent = 0;
        bool isGone = false;
    };

    explicit ClientsModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// The server's name of a column, to sort by.
    static QString sortKey(int column);

    void update(const QJsonArray &rows, Update update);
    void clear() { this->update({}, Update::Apply); }
    void retranslate();
    const Client &clientAt(int row) const { return m_clients[static_cast<std::size_t>(row)]; }
    /// Rows that an Apply would move, add or take away.
    int pendingChanges() const { return m_pendingChanges; }
    QString titleOf(int column) const;
    QString textOf(const Client &client, int column) const;

private:
    void hold(const std::vector<Client> &fresh);
    void apply(std::vector<Client> fresh);
    void removeMissing(const QHash<QString, int> &places);

    std::vector<Client> m_clients;
    int m_pendingChanges = 0;
};

} // namespace relais::dashboard
