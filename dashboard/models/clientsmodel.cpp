// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/clientsmodel.h"

#include <QHash>
#include <QLocale>

#include "dashboard/models/displaytext.h"

namespace relais::dashboard {

namespace {

// A server gives no more at once.
constexpr qsizetype maximumRows = 1000;

ClientsModel::Client clientFrom(const QJsonObject &row)
{
    return {.id = row.value(u"id").toString(),
            .user = row.value(u"userId").toString(),
            .transport = row.value(u"transport").toString(),
            .address = row.value(u"address").toString(),
            .state = row.value(u"state").toString(),
            .since = row.value(u"since").toInteger(),
            .lag = row.value(u"lag").toInteger(),
            .lagMs = row.value(u"lagMs").toInteger(),
            .bytesQueued = row.value(u"bytesQueued").toInteger(),
            .messagesSent = row.value(u"messagesSent").toInteger()};
}

QHash<QString, int> placesOf(const std::vector<ClientsModel::Client> &clients)
{
    QHash<QString, int> places;
    places.reserve(static_cast<qsizetype>(clients.size()));
    for (std::size_t row = 0; row < clients.size(); ++row)
        places.insert(clients[row].id, static_cast<int>(row));
    return places;
}

} // namespace

ClientsModel::ClientsModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

int ClientsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_clients.size());
}

int ClientsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ClientsModel::sortKey(int column)
{
    static const char *const keys[ColumnCount]
        = {"userId", "transport", "address", "since", "lag", "lagMs", "bytesQueued", "messagesSent", "state", "id"};
    return column >= 0 && column < ColumnCount ? QString::fromLatin1(keys[column]) : QStringLiteral("id");
}

QVariant ClientsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Client &client = clientAt(index.row());
    if (role == Qt::DisplayRole)
        return textOf(client, index.column());
    if (role == Qt::TextAlignmentRole && index.column() >= LagColumn && index.column() <= SentColumn)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    return {};
}

QString ClientsModel::textOf(const Client &client, int column) const
{
    const QLocale locale;
    switch (column) {
    case UserColumn:
        return client.user.isEmpty() ? tr("(none)") : displayText(client.user);
    case TransportColumn:
        return client.transport == u"longPoll" ? tr("long poll") : tr("WebSocket");
    case AddressColumn:
        return displayText(client.address);
    case SinceColumn:
        return displayDateTime(client.since);
    case LagColumn:
        return locale.toString(client.lag);
    case LagTimeColumn:
        return displayDuration(client.lagMs);
    case BytesColumn:
        return displayBytes(client.bytesQueued);
    case SentColumn:
        return locale.toString(client.messagesSent);
    case StateColumn:
        break;
    case IdColumn:
        return displayText(client.id);
    default:
        return {};
    }
    if (client.isGone)
        return tr("✗ gone");
    if (client.state == u"unproven")
        return tr("no token yet");
    if (client.state == u"catchingUp")
        return tr("⚠ catching up");
    if (client.state == u"live")
        return tr("live");
    if (client.state == u"mute")
        return tr("may not read");
    return client.state == u"waiting" ? tr("waiting") : displayText(client.state);
}

QVariant ClientsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::DisplayRole)
        return titleOf(section);
    return QAbstractTableModel::headerData(section, orientation, role);
}

QString ClientsModel::titleOf(int column) const
{
    switch (column) {
    case UserColumn:
        return tr("User");
    case TransportColumn:
        return tr("Transport");
    case AddressColumn:
        return tr("Address");
    case SinceColumn:
        return tr("Connected since");
    case LagColumn:
        return tr("Behind");
    case LagTimeColumn:
        return tr("Behind by");
    case BytesColumn:
        return tr("Queued");
    case SentColumn:
        return tr("Sent");
    case StateColumn:
        return tr("State");
    case IdColumn:
        return tr("Id");
    default:
        return {};
    }
}

void ClientsModel::update(const QJsonArray &rows, Update update)
{
    std::vector<Client> fresh;
    fresh.reserve(static_cast<std::size_t>(std::min(rows.size(), maximumRows)));
    for (const QJsonValue &row : rows) {
        if (fresh.size() < static_cast<std::size_t>(maximumRows))
            fresh.push_back(clientFrom(row.toObject()));
    }
    if (update == Update::Hold)
        hold(fresh);
    else
        apply(std::move(fresh));
    if (!m_clients.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void ClientsModel::hold(const std::vector<Client> &fresh)
{
    const QHash<QString, int> places = placesOf(fresh);
    int known = 0;
    m_pendingChanges = 0;
    for (std::size_t row = 0; row < m_clients.size(); ++row) {
        const auto place = places.constFind(m_clients[row].id);
        if (place == places.constEnd()) {
            m_clients[row].isGone = true;
            ++m_pendingChanges;
            continue;
        }
        ++known;
        m_clients[row] = fresh[static_cast<std::size_t>(*place)];
        if (*place != static_cast<int>(row))
            ++m_pendingChanges;
    }
    m_pendingChanges += static_cast<int>(fresh.size()) - known;
}

/// Takes away, adds, then reorders, because a reset would lose the selection.
void ClientsModel::apply(std::vector<Client> fresh)
{
    m_pendingChanges = 0;
    const QHash<QString, int> places = placesOf(fresh);
    removeMissing(places);
    const QHash<QString, int> known = placesOf(m_clients);
    std::vector<Client> added;
    for (const Client &client : fresh) {
        if (!known.contains(client.id))
            added.push_back(client);
    }
    if (!added.empty()) {
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(added.size()) - 1);
        m_clients.insert(m_clients.end(), added.begin(), added.end());
        endInsertRows();
    }
    if (m_clients.size() != fresh.size())
        return; // a server that names a client twice; its rows are right, their order waits
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    for (const QModelIndex &old : before)
        after.append(index(places.value(clientAt(old.row()).id), old.column()));
    m_clients = std::move(fresh);
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void ClientsModel::removeMissing(const QHash<QString, int> &places)
{
    for (int last = rowCount() - 1; last >= 0; --last) {
        if (places.contains(clientAt(last).id))
            continue;
        int first = last;
        while (first > 0 && !places.contains(clientAt(first - 1).id))
            --first;
        beginRemoveRows({}, first, last);
        m_clients.erase(m_clients.begin() + first, m_clients.begin() + last + 1);
        endRemoveRows();
        last = first;
    }
}

void ClientsModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_clients.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

} // namespace relais::dashboard
