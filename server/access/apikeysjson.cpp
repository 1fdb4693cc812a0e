// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/apikeys.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "common/protocol/jsonscanner.h"
#include "server/log/printabletext.h"

using namespace Qt::StringLiterals;

namespace relais::server {
namespace {

constexpr int Version = 1;
constexpr std::size_t MaximumDepth = 8; // of the JSON; the format needs 4

std::string textOf(const QJsonValue &value)
{
    return value.toString().toStdString();
}

/// A member by its place: "keys[3].sha256".
struct Fault {
    std::string at;
    const char *expected;
};

using FoundKey = std::variant<ApiKey, Fault>;

FoundKey readKey(const QJsonObject &object, const std::string &at)
{
    const auto fault = [&at](const char *member, const char *expected) {
        return Fault{at + '.' + member, expected};
    };
    ApiKey key;
    key.id = textOf(object[u"id"]);
    if (key.id.size() != ApiKeys::IdCharacters)
        return fault("id", "12 characters");
    key.name = textOf(object[u"name"]);
    if (key.name.empty() || key.name.size() > ApiKeys::MaximumNameBytes)
        return fault("name", "1 to 64 bytes");

    std::vector<std::string> roles;
    const QJsonArray names = object[u"roles"].toArray();
    for (const auto &name : names)
        roles.push_back(textOf(name));
    const auto parsedRoles = RoleSet::parse(roles);
    if (!object[u"roles"].isArray() || !parsedRoles)
        return fault("roles", "an array of roles");
    key.roles = *parsedRoles;

    if (object.contains(u"user")) {
        auto user = UserId::parse(textOf(object[u"user"]));
        if (!user)
            return fault("user", "a user id");
        key.user = *std::move(user);
    }
    const auto digest
        = QByteArray::fromBase64Encoding(object[u"sha256"].toString().toLatin1(),
                                         QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!digest || static_cast<std::size_t>((*digest).size()) != key.digest.size())
        return fault("sha256", "32 bytes as base64url");
    std::copy((*digest).begin(), (*digest).end(), key.digest.begin());

    const auto created = fromIsoTime(textOf(object[u"created"]));
    if (!created)
        return fault("created", "a time in UTC");
    key.created = *created;
    if (object.contains(u"revoked")) {
        key.revoked = fromIsoTime(textOf(object[u"revoked"]));
        if (!key.revoked)
            return fault("revoked", "a time in UTC");
    }
    return key;
}

QJsonObject keyObject(const ApiKey &key)
{
    const auto text = [](std::string_view value) {
        return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
    };
    QJsonArray roles;
    for (const std::string_view role : key.roles.names())
        roles += text(role);
    const QByteArray digest(reinterpret_cast<const char *>(key.digest.data()),
                            static_cast<qsizetype>(key.digest.size()));
    QJsonObject object{
        {u"id"_s, text(key.id)},
        {u"name"_s, text(key.name)},
        {u"roles"_s, roles},
        {u"sha256"_s,
         QString::fromLatin1(digest.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals))},
        {u"created"_s, text(isoTime(key.created))},
    };
    if (key.user)
        object.insert(u"user"_s, text(key.user->toString()));
    if (key.revoked)
        object.insert(u"revoked"_s, text(isoTime(*key.revoked)));
    return object;
}

Problem damaged(const std::string &place, const std::string &what)
{
    return Problem(
        QT_TRANSLATE_NOOP("relais-server",
                          "the keys cannot be read: %1: %2; restore the file from a backup, or move it away "
                          "and make new keys (with it go the revocations of users)"),
        {place, what});
}

} // namespace

std::variant<ApiKeys, Problem> ApiKeys::fromJson(std::string_view json, std::string_view name)
{
    const std::string file = printableText(name);
    if (const auto fault = JsonScanner(json, MaximumDepth).scan()) {
        return damaged(file + ':' + std::to_string(fault->line) + ':' + std::to_string(fault->column),
                       printableText(fault->detail));
    }
    const QJsonObject root
        = QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size()))).object();
    const int version = root[u"version"].toInt();
    if (version > Version) {
        return Problem(QT_TRANSLATE_NOOP("relais-server", "%1 is of a newer version of Relais; use that one"),
                       {file});
    }
    if (version != Version)
        return damaged(file, "\"version\": 1 is missing");

    const auto faulty = [&file](const Fault &fault) {
        return damaged(file, fault.at + " is not " + fault.expected);
    };
    if (!root[u"keys"].isArray())
        return faulty({"keys", "an array"});
    ApiKeys out;
    const QJsonArray keys = root[u"keys"].toArray();
    for (qsizetype i = 0; i < keys.size(); ++i) {
        const std::string at = "keys[" + std::to_string(i) + ']';
        FoundKey found = readKey(keys.at(i).toObject(), at);
        if (const auto *fault = std::get_if<Fault>(&found))
            return faulty(*fault);
        if (!out.insert(std::get<ApiKey>(std::move(found))))
            return faulty({at + ".id", "the only one of its kind"});
    }
    if (!root[u"revokedUsers"].isObject())
        return faulty({"revokedUsers", "an object"});
    const QJsonObject users = root[u"revokedUsers"].toObject();
    for (auto user = users.begin(); user != users.end(); ++user) {
        const auto id = UserId::parse(user.key().toStdString());
        const auto time = fromIsoTime(textOf(user.value()));
        if (!id || !time)
            return faulty({"revokedUsers." + quotedText(user.key().toStdString()), "a user with a time in UTC"});
        out.m_revokedUsers.emplace(*id, *time);
    }
    return out;
}

std::string ApiKeys::toJson() const
{
    QJsonArray keys;
    for (const ApiKey &key : m_keys)
        keys += keyObject(key);
    QJsonObject users;
    for (const auto &[user, time] : m_revokedUsers)
        users.insert(QString::fromStdString(user.toString()), QString::fromStdString(isoTime(time)));
    const QJsonObject root{{u"version"_s, Version}, {u"keys"_s, keys}, {u"revokedUsers"_s, users}};
    return QJsonDocument(root).toJson(QJsonDocument::Indented).toStdString();
}

} // namespace relais::server
