// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/keylist.h"

#include <algorithm>
#include <vector>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include "server/log/printabletext.h"

using namespace Qt::StringLiterals;

namespace relais::server {
namespace {

QString printable(std::string_view text)
{
    return QString::fromStdString(printableText(text));
}

QString stateOf(const ApiKey &key, const ApiKeys &keys)
{
    if (key.revoked)
        return QCoreApplication::translate("relais-server", "revoked %1").arg(printable(isoTime(*key.revoked)));
    if (keys.isRevoked(key.id))
        return QCoreApplication::translate("relais-server", "user revoked");
    return QCoreApplication::translate("relais-server", "in force");
}

/// Columns as wide as their widest cell; the last is not filled up.
QString table(const std::vector<QStringList> &rows)
{
    QString out;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype column = 0; column < row.size(); ++column) {
            qsizetype width = 0;
            for (const QStringList &other : rows)
                width = std::max(width, other.at(column).size());
            line += column + 1 < row.size() ? row.at(column).leftJustified(width + 2) : row.at(column);
        }
        out += line + u'\n';
    }
    return out;
}

} // namespace

std::string keyListText(const ApiKeys &keys, const std::string &path)
{
    QString out;
    if (keys.keys().empty()) {
        out = QCoreApplication::translate("relais-server", "no keys in %1").arg(printable(path)) + u'\n';
    } else {
        std::vector<QStringList> rows;
        rows.push_back({QCoreApplication::translate("relais-server", "ID"),
                        QCoreApplication::translate("relais-server", "NAME"),
                        QCoreApplication::translate("relais-server", "ROLES"),
                        QCoreApplication::translate("relais-server", "USER"),
                        QCoreApplication::translate("relais-server", "MADE"),
                        QCoreApplication::translate("relais-server", "STATE")});
        for (const ApiKey &key : keys.keys()) {
            rows.push_back({printable(key.id), printable(key.name), printable(key.roles.toString()),
                            key.user ? printable(key.user->toString()) : u"-"_s, printable(isoTime(key.created)),
                            stateOf(key, keys)});
        }
        out = table(rows);
    }
    if (!keys.revokedUsers().empty()) {
        std::vector<QStringList> rows;
        rows.push_back({QCoreApplication::translate("relais-server", "REVOKED USER"),
                        QCoreApplication::translate("relais-server", "WHAT WAS ISSUED UNTIL")});
        for (const auto &[user, time] : keys.revokedUsers())
            rows.push_back({printable(user.toString()), printable(isoTime(time))});
        out += u'\n' + table(rows);
    }
    return out.toStdString();
}

std::string keyListJson(const ApiKeys &keys)
{
    QJsonArray list;
    for (const ApiKey &key : keys.keys()) {
        QJsonArray roles;
        for (const std::string_view role : key.roles.names())
            roles += printable(role);
        list += QJsonObject{
            {u"id"_s, QString::fromStdString(key.id)},
            {u"name"_s, QString::fromStdString(key.name)},
            {u"roles"_s, roles},
            {u"user"_s, key.user ? QJsonValue(QString::fromStdString(key.user->toString())) : QJsonValue()},
            {u"created"_s, printable(isoTime(key.created))},
            {u"revoked"_s, key.revoked ? QJsonValue(printable(isoTime(*key.revoked))) : QJsonValue()},
            {u"inForce"_s, !keys.isRevoked(key.id)},
        };
    }
    QJsonObject users;
    for (const auto &[user, time] : keys.revokedUsers())
        users.insert(QString::fromStdString(user.toString()), printable(isoTime(time)));
    return QJsonDocument(QJsonObject{{u"keys"_s, list}, {u"revokedUsers"_s, users}})
        .toJson(QJsonDocument::Indented)
        .toStdString();
}

} // namespace relais::server
