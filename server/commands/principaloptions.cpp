// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/principaloptions.h"

#include <QCoreApplication>

#include "server/log/printabletext.h"
#include "server/log/redaction.h"

namespace relais::server {

namespace {

QString shown(const std::string &text)
{
    return QString::fromStdString(quotedText(redactToken(text)));
}

} // namespace

std::variant<UserId, CommandResult> readUser(const std::string &text)
{
    auto user = UserId::parse(text);
    if (user)
        return *std::move(user);
    return usageError(QCoreApplication::translate(
                          "relais-server", "%1 is not a user id: 1 to %2 bytes of text, without blanks at the ends")
                          .arg(shown(text), QString::number(UserId::maximumBytes)));
}

std::variant<PrincipalOptions, CommandResult> readPrincipal(const CommandArguments &arguments)
{
    PrincipalOptions principal;
    for (const std::string &name : arguments.all("--role")) {
        const auto role = roleFromName(name);
        if (!role) {
            return usageError(QCoreApplication::translate("relais-server", "%1 is not a role; there are %2")
                                  .arg(shown(name), QLatin1String("user, publisher, operator, admin")));
        }
        principal.roles.add(*role);
    }
    if (const auto text = arguments.value("--user")) {
        auto user = readUser(*text);
        if (auto *problem = std::get_if<CommandResult>(&user))
            return std::move(*problem);
        principal.user = std::get<UserId>(std::move(user));
    }
    return principal;
}

} // namespace relais::server
