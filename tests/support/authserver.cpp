// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/authserver.h"

#include <algorithm>

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include "tests/support/failure.h"

using namespace Qt::StringLiterals;

namespace relais::test {

AuthServer::AuthServer(const std::vector<const char *> &settings, const QStringList &environment)
    : m_forge(TokenForge::withSecret(secret().toStdString()))
{
    const ProcessOptions options{
        .descriptorLimit = 0,
        .environment
        = QStringList{u"RELAIS_AUTH_JWT_SECRET="_s + QString::fromLatin1(secret()), u"RELAIS_AUTH_API_KEYS=on"_s}
            + environment,
        .arguments = {u"--data-dir"_s, dataDirectory()}};
    m_process = std::make_unique<ServerProcess>(settings, options);
}

QByteArray AuthServer::secret()
{
    return "a secret of the tests, of forty bytes -_-"_ba;
}

QByteArray AuthServer::token(const TokenClaims &claims) const
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    QJsonObject object{{u"sub"_s, QString::fromUtf8(claims.subject)},
                       {u"exp"_s, now + claims.secondsToLive},
                       {u"iat"_s, now - claims.issuedSecondsAgo}};
    if (!claims.roles.isEmpty()) {
        QJsonArray roles;
        for (const QByteArray &role : claims.roles.split(','))
            roles.append(QString::fromUtf8(role));
        object.insert(u"roles"_s, roles);
    }
    const QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return QByteArray::fromStdString(m_forge.token(R"({"alg":"HS256","typ":"JWT"})", json.toStdString()));
}

QByteArray AuthServer::keys(const QStringList &arguments) const
{
    const ProgramRun run = runProgram(
        serverProgram(), QStringList{u"keys"_s} + arguments + QStringList{u"--data-dir"_s, dataDirectory()});
    if (run.exitStatus != 0)
        failTest("relais-server keys: " + run.standardError);
    return run.standardOutput.trimmed();
}

QByteArray AuthServer::apiKey(const QByteArray &name, const QByteArray &roles, const QByteArray &user) const
{
    QStringList arguments{u"add"_s, u"--name"_s, QString::fromUtf8(name)};
    for (const QByteArray &role : roles.split(','))
        arguments << u"--role"_s << QString::fromUtf8(role);
    if (!user.isEmpty())
        arguments << u"--user"_s << QString::fromUtf8(user);
    const auto timesRead = [this] {
        return std::ranges::count_if(m_process->logLines(), [](const QJsonObject &line) {
            return line[u"message"].toString() == u"API keys read"_s;
        });
    };
    const auto before = timesRead();
    const QByteArray key = keys(arguments);
    if (!eventually([&] { return timesRead() > before; })) // it notices by itself, and that takes a moment
        failTest("the server does not read its keys again");
    return key;
}

HttpFields AuthServer::bearer(const QByteArray &token)
{
    return {{"Authorization", "Bearer " + token}};
}

} // namespace relais::test
