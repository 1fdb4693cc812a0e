// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/commands.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

#include <QCoreApplication>

#include "server/commands/command.h"
#include "server/commands/commandhelp.h"
#include "server/commands/commandparser.h"
#include "server/commands/initcommand.h"
#include "server/commands/keyscommands.h"
#include "server/commands/tokencommand.h"
#include "server/log/printabletext.h"
#include "server/log/redaction.h"

namespace relais::server {
namespace {

constexpr std::string_view KeysGroup = "keys";

/// Two words for those of a group, one for the others.
const Command *findCommand(std::span<const Command> commands, const std::vector<std::string> &arguments)
{
    const std::string one = arguments.front();
    const std::string two = arguments.size() > 1 ? one + ' ' + arguments[1] : one;
    const auto found = std::find_if(commands.begin(), commands.end(), [&](const Command &command) {
        return command.name == one || command.name == two;
    });
    return found == commands.end() ? nullptr : &*found;
}

CommandResult runCommandOf(const Command &command, const ConfigurationInputs &inputs, const Clock &clock)
{
    const std::string_view name(command.name);
    const std::ptrdiff_t words = 1 + std::count(name.begin(), name.end(), ' ');
    auto parsed = parseCommandArguments(
        command, std::vector<std::string>(inputs.arguments.begin() + words, inputs.arguments.end()));
    if (auto *problem = std::get_if<CommandResult>(&parsed))
        return std::move(*problem);
    const CommandArguments &arguments = std::get<CommandArguments>(parsed);
    return arguments.isHelpWanted ? success(commandHelp(command)) : command.run({arguments, inputs, clock});
}

/// `relais-server keys`, with nothing behind it that names a command.
CommandResult runGroup(const std::vector<std::string> &arguments, std::span<const Command> commands)
{
    if (arguments.size() < 2)
        return usageError(QCoreApplication::translate("relais-server", "what about the keys is missing"));
    if (arguments[1] == "--help")
        return success(groupHelp(KeysGroup, commands));
    return usageError(QCoreApplication::translate("relais-server", "unknown argument %1")
                          .arg(QString::fromStdString(quotedText(redactToken(arguments[1])))));
}

/// The one line of a usage error: what is wrong, and where it is said how to do it right.
std::string wrongUseLine(const std::string &wrongUse, const std::string &name)
{
    return "relais-server " + name + ": "
        + QCoreApplication::translate("relais-server", "%1; relais-server %2 --help says how it is used")
              .arg(QString::fromStdString(wrongUse), QString::fromStdString(name))
              .toStdString()
        + '\n';
}

bool print(std::FILE *stream, const std::string &text)
{
    return std::fwrite(text.data(), 1, text.size(), stream) == text.size() && std::fflush(stream) == 0;
}

} // namespace

std::optional<ExitStatus> runCommand(const ConfigurationInputs &inputs, const Clock &clock, std::FILE *output,
                                     std::FILE *errors)
{
    if (inputs.arguments.empty())
        return std::nullopt;
    std::vector<Command> commands = {initCommand(), tokenCommand()};
    for (const Command &command : keysCommands())
        commands.push_back(command);

    const Command *command = findCommand(commands, inputs.arguments);
    if (!command && inputs.arguments.front() != KeysGroup)
        return std::nullopt;
    CommandResult result = command ? runCommandOf(*command, inputs, clock) : runGroup(inputs.arguments, commands);
    if (!result.wrongUse.empty())
        result.notes += wrongUseLine(result.wrongUse, command ? command->name : std::string(KeysGroup));
    // A key that nobody saw is lost, so whether it could be written matters.
    if (!print(output, result.output)) {
        result.exitStatus = ExitStatus::Failure;
        result.notes += "relais-server: "
            + QCoreApplication::translate("relais-server", "standard output cannot be written").toStdString() + '\n';
    }
    print(errors, result.notes);
    if (isatty(fileno(errors)) != 0)
        print(errors, result.hints);
    return result.exitStatus;
}

} // namespace relais::server
