// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/tokencommand.h"

#include <chrono>

#include <QCoreApplication>

#include "server/access/jwtsigner.h"
#include "server/commands/principaloptions.h"
#include "server/config/settingvalue.h"
#include "server/log/printabletext.h"

using namespace std::chrono_literals;

namespace relais::server {
namespace {

constexpr std::chrono::milliseconds ShortestLife = 1s; // the resolution of `exp`
constexpr std::chrono::milliseconds LongestLife = 24h * 366;
constexpr std::chrono::milliseconds DefaultLife = 1h;

/// The same bytes as the server verifies with: a line feed at the end of the file is not of the secret.
std::variant<std::string, CommandResult> configuredSecret(const CommandCall &call, const AuthSettings &auth)
{
    if (!auth.jwtSecret.empty())
        return auth.jwtSecret;
    if (auth.jwtSecretFile.empty()) {
        return failure(
            Problem(QT_TRANSLATE_NOOP("relais-server",
                                      "there is no secret to sign with: neither auth.jwt_secret nor "
                                      "auth.jwt_secret_file is set; relais-server init makes a configuration "
                                      "with one, and --config names it")));
    }
    const FileContent file = call.inputs.readFile(auth.jwtSecretFile);
    if (!file.problem.empty()) {
        return failure(Problem(QT_TRANSLATE_NOOP("relais-server", "%1 cannot be read: %2"),
                               {quotedText(auth.jwtSecretFile), file.problem}));
    }
    std::string_view secret = file.text;
    if (secret.ends_with('\n'))
        secret.remove_suffix(1);
    if (secret.ends_with('\r'))
        secret.remove_suffix(1);
    return std::string(secret);
}

std::vector<std::string> roleNames(const RoleSet &roles, const AuthSettings &auth)
{
    if (roles.isEmpty())
        return auth.defaultRoles;
    std::vector<std::string> names;
    for (const std::string_view name : roles.names())
        names.emplace_back(name);
    return names;
}

CommandResult runToken(const CommandCall &call)
{
    const auto principal = readPrincipal(call.arguments);
    if (const auto *problem = std::get_if<CommandResult>(&principal))
        return *problem;
    const auto &[roles, user] = std::get<PrincipalOptions>(principal);
    if (!user)
        return usageError(QCoreApplication::translate("relais-server", "%1 is missing").arg(QLatin1String("--user")));
    const auto text = call.arguments.value("--ttl");
    const auto life = text ? parseDuration(*text) : DefaultLife;
    if (!life || *life < ShortestLife || *life > LongestLife) {
        return usageError(
            QCoreApplication::translate("relais-server",
                                        "--ttl takes a duration from 1s to 366d, with its unit (s, m, h, "
                                        "d), and not %1")
                .arg(QString::fromStdString(quotedText(*text))));
    }

    const auto loaded = loadSettings(call);
    if (const auto *problem = std::get_if<CommandResult>(&loaded))
        return *problem;
    const AuthSettings &auth = std::get<Settings>(loaded).auth;
    const auto secret = configuredSecret(call, auth);
    if (const auto *problem = std::get_if<CommandResult>(&secret))
        return *problem;

    JwtRules rules;
    if (!auth.issuer.empty())
        rules.issuer = auth.issuer;
    rules.audiences = auth.audiences;
    rules.userClaim = auth.userClaim;
    rules.rolesClaim = auth.rolesClaim;
    JwtClaims claims;
    claims.subject = user->toString();
    claims.roles = roleNames(roles, auth);
    claims.issuedAt = call.clock.now();
    claims.expires = call.clock.now() + *life;
    const auto token = signJwtHs256(claims, rules, std::get<std::string>(secret));
    if (!token)
        return failure(Problem("%1", {token.error().detail}));
    const QString hint = QCoreApplication::translate("relais-server", "for user %1, roles %2, for %3")
                             .arg(QString::fromStdString(quotedText(claims.subject)),
                                  QString::fromStdString(RoleSet::parseKnown(claims.roles).toString()),
                                  QString::fromStdString(formatDuration(*life)));
    CommandResult result = success(*token + '\n');
    result.hints = hint.toStdString() + '\n';
    return result;
}

constexpr CommandOption Options[] = {
    {"--user", CommandOption::Kind::Value, "USER", QT_TRANSLATE_NOOP("relais-server", "who its bearer is")},
    {"--role", CommandOption::Kind::Values, "ROLE",
     QT_TRANSLATE_NOOP("relais-server", "user, publisher, operator or admin; may be given several times")},
    {"--ttl", CommandOption::Kind::Value, "TIME",
     QT_TRANSLATE_NOOP("relais-server", "how long it is good for, such as 10m or 7d (default 1h)")},
};

} // namespace

Command tokenCommand()
{
    return {.name = "token",
            .operand = nullptr,
            .usage = "--user USER [--role ROLE]… [--ttl TIME]",
            .summary = QT_TRANSLATE_NOOP("relais-server",
                                         "Signs a token for trying out with the secret of the configuration, and "
                                         "prints it."),
            .options = Options,
            .takesSettings = true,
            .run = runToken};
}

} // namespace relais::server
