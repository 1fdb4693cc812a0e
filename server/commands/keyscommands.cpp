// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/keyscommands.h"

#include <QCoreApplication>

#include "server/access/apikeystore.h"
#include "server/commands/keylist.h"
#include "server/commands/principaloptions.h"
#include "server/files/privatefile.h"
#include "server/log/printabletext.h"

namespace relais::server {
namespace {

QString label(const ApiKey &key)
{
    return QString::fromStdString(key.id + " (" + printableText(key.name) + ')');
}

CommandResult done(const QString &text)
{
    return success(text.toStdString() + '\n');
}

/// What to tell whoever made a key, when nothing else would.
QString warnings(const Settings &settings, bool isFirst)
{
    if (settings.auth.apiKeys == ApiKeyUse::Off) {
        return QCoreApplication::translate("relais-server",
                                           "auth.api_keys is off: the server takes no keys until that is changed")
            + u'\n';
    }
    if (isFirst && settings.auth.apiKeys == ApiKeyUse::Auto) {
        return QCoreApplication::translate("relais-server",
                                           "this is the first key: a server that runs already has to be restarted to "
                                           "ask for keys")
            + u'\n';
    }
    return {};
}

CommandResult runAdd(const CommandCall &call)
{
    const auto name = call.arguments.value("--name");
    if (!name || !ApiKeys::isName(*name)) {
        return usageError(
            QCoreApplication::translate("relais-server",
                                        "--name takes 1 to %1 bytes of printable text, without blanks at "
                                        "the ends, and nothing that looks like an id")
                .arg(ApiKeys::MaximumNameBytes));
    }
    const auto principal = readPrincipal(call.arguments);
    if (const auto *problem = std::get_if<CommandResult>(&principal))
        return *problem;
    const auto &[roles, user] = std::get<PrincipalOptions>(principal);
    if (roles.isEmpty())
        return usageError(QCoreApplication::translate("relais-server", "%1 is missing").arg(QLatin1String("--role")));
    if (roles.contains(Role::User) && !user) {
        return usageError(QCoreApplication::translate("relais-server",
                                                      "the role user needs --user: whose messages are they to be"));
    }

    const auto loaded = loadSettings(call);
    if (const auto *problem = std::get_if<CommandResult>(&loaded))
        return *problem;
    const auto &settings = std::get<Settings>(loaded);
    if (const auto problem = makePrivateDirectory(settings.dataDirectory))
        return failure(*problem);
    const ApiKeyStore store(apiKeyFile(settings));
    const bool isFirst = call.inputs.fileExists && !call.inputs.fileExists(store.path());
    const auto added = store.add(*name, roles, user, call.clock.now());
    if (const auto *problem = std::get_if<Problem>(&added))
        return failure(*problem);
    const QString note = QCoreApplication::translate(
        "relais-server",
        "This key is shown once and kept nowhere: note it now. It is sent as Authorization: Bearer …");
    CommandResult result = success(std::get<NewApiKey>(added).text + '\n');
    result.notes = (note + u'\n' + warnings(settings, isFirst)).toStdString();
    return result;
}

CommandResult runList(const CommandCall &call)
{
    const auto loaded = loadSettings(call);
    if (const auto *problem = std::get_if<CommandResult>(&loaded))
        return *problem;
    const ApiKeyStore store(apiKeyFile(std::get<Settings>(loaded)));
    const auto keys = store.load();
    if (const auto *problem = std::get_if<Problem>(&keys))
        return failure(*problem);
    const auto &list = std::get<ApiKeys>(keys);
    return success(call.arguments.has("--json") ? keyListJson(list) : keyListText(list, store.path()));
}

CommandResult runRevoke(const CommandCall &call)
{
    const auto loaded = loadSettings(call);
    if (const auto *problem = std::get_if<CommandResult>(&loaded))
        return *problem;
    const ApiKeyStore store(apiKeyFile(std::get<Settings>(loaded)));
    const auto revoked = store.revoke(call.arguments.operand, call.clock.now());
    if (const auto *problem = std::get_if<Problem>(&revoked))
        return failure(*problem);
    return done(
        QCoreApplication::translate("relais-server", "key %1 is revoked").arg(label(std::get<ApiKey>(revoked))));
}

using UserChange = CommandResult (*)(const ApiKeyStore &store, const UserId &user, UnixTime now);

CommandResult changeUser(const CommandCall &call, UserChange change)
{
    const auto user = readUser(call.arguments.operand);
    if (const auto *problem = std::get_if<CommandResult>(&user))
        return *problem;
    const auto loaded = loadSettings(call);
    if (const auto *problem = std::get_if<CommandResult>(&loaded))
        return *problem;
    const auto &settings = std::get<Settings>(loaded);
    if (const auto problem = makePrivateDirectory(settings.dataDirectory))
        return failure(*problem);
    return change(ApiKeyStore(apiKeyFile(settings)), std::get<UserId>(user), call.clock.now());
}

CommandResult runRevokeUser(const CommandCall &call)
{
    return changeUser(call, [](const ApiKeyStore &store, const UserId &user, UnixTime now) {
        if (const auto problem = store.revokeUser(user, now))
            return failure(*problem);
        return done(QCoreApplication::translate(
                        "relais-server", "user %1 is revoked: what was issued until now is worth nothing any more")
                        .arg(QString::fromStdString(quotedText(user.toString()))));
    });
}

CommandResult runRestoreUser(const CommandCall &call)
{
    return changeUser(call, [](const ApiKeyStore &store, const UserId &user, UnixTime) {
        const auto wasRevoked = store.unrevokeUser(user);
        if (const auto *problem = std::get_if<Problem>(&wasRevoked))
            return failure(*problem);
        const QString shown = QString::fromStdString(quotedText(user.toString()));
        return done(std::get<bool>(wasRevoked)
                        ? QCoreApplication::translate("relais-server", "user %1 is no longer revoked").arg(shown)
                        : QCoreApplication::translate("relais-server", "user %1 was not revoked").arg(shown));
    });
}

constexpr CommandOption AddOptions[] = {
    {"--name", CommandOption::Kind::Value, "NAME", QT_TRANSLATE_NOOP("relais-server", "what you call it")},
    {"--role", CommandOption::Kind::Values, "ROLE",
     QT_TRANSLATE_NOOP("relais-server", "user, publisher, operator or admin; may be given several times")},
    {"--user", CommandOption::Kind::Value, "USER", QT_TRANSLATE_NOOP("relais-server", "on whose behalf it acts")},
};

constexpr CommandOption ListOptions[] = {
    {"--json", CommandOption::Kind::Flag, nullptr, QT_TRANSLATE_NOOP("relais-server", "for a program to read")},
};

const Command Commands[] = {
    {.name = "keys add",
     .operand = nullptr,
     .usage = "--name NAME --role ROLE… [--user USER]",
     .summary = QT_TRANSLATE_NOOP("relais-server", "Makes an API key and prints it, this once."),
     .options = AddOptions,
     .takesSettings = true,
     .run = runAdd},
    {.name = "keys list",
     .operand = nullptr,
     .usage = "[--json]",
     .summary
     = QT_TRANSLATE_NOOP("relais-server", "Lists the API keys, without their secrets, and the revoked users."),
     .options = ListOptions,
     .takesSettings = true,
     .run = runList},
    {.name = "keys revoke",
     .operand = "ID|NAME",
     .usage = "ID|NAME",
     .summary = QT_TRANSLATE_NOOP("relais-server",
                                  "Ends an API key at once; a running server closes the connections it opened."),
     .options = {},
     .takesSettings = true,
     .run = runRevoke},
    {.name = "keys revoke-user",
     .operand = "USER",
     .usage = "USER",
     .summary
     = QT_TRANSLATE_NOOP("relais-server", "Ends all tokens and API keys of a user that were issued until now."),
     .options = {},
     .takesSettings = true,
     .run = runRevokeUser},
    {.name = "keys restore-user",
     .operand = "USER",
     .usage = "USER",
     .summary = QT_TRANSLATE_NOOP("relais-server", "Takes keys revoke-user back."),
     .options = {},
     .takesSettings = true,
     .run = runRestoreUser},
};

} // namespace

std::span<const Command> keysCommands()
{
    return Commands;
}

} // namespace relais::server
