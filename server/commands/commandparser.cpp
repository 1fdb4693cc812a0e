// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/commandparser.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

#include <CLI/CLI.hpp>

#include "server/config/settingdescriptors.h"
#include "server/config/suggestion.h"
#include "server/log/printabletext.h"
#include "server/log/redaction.h"

namespace relais::server {
namespace {

QString shown(const std::string &argument)
{
    return QString::fromStdString(quotedText(redactToken(argument)));
}

/// CLI11's parser with the options of one command and those of the settings. As for the server's own command line,
/// its help, its conversions and its messages are not used.
class Parser {
public:
    explicit Parser(const Command &command)
        : m_command(command)
    {
        m_app.set_help_flag();
        m_app.allow_extras();
        m_app.allow_windows_style_options(false);
        m_app.add_flag("--help");
        for (const CommandOption &option : command.options) {
            if (option.kind == CommandOption::Kind::Flag)
                m_app.add_flag(option.name);
            else
                addValueOption(option.name);
        }
        if (!command.takesSettings)
            return;
        addSetting("--config");
        addSetting("--set");
        for (const SettingDescriptor &setting : settingDescriptors()) {
            if (setting.hasFlag)
                addSetting(flagName(setting));
        }
    }

    std::variant<CommandArguments, CommandResult> parse(std::vector<std::string> arguments)
    {
        // What is behind "--" is an operand, whatever it looks like.
        const auto separator = std::find(arguments.begin(), arguments.end(), "--");
        std::vector<std::string> operands(separator == arguments.end() ? separator : separator + 1, arguments.end());
        arguments.erase(separator, arguments.end());

        // CLI11 would take the next argument for the value of `--user=`.
        for (const std::string &argument : arguments) {
            if (argument.starts_with("--") && argument.find('=') == argument.size() - 1)
                return missingValue(argument.substr(0, argument.size() - 1));
        }
        const std::string lastArgument = arguments.empty() ? std::string() : arguments.back();
        std::reverse(arguments.begin(), arguments.end()); // CLI11 takes them from the back
        try {
            m_app.parse(std::move(arguments));
        } catch (const CLI::ParseError &) {
            return missingValue(lastArgument); // the one error that is left to it
        }
        m_result.isHelpWanted = m_app.count("--help") > 0;
        if (m_result.isHelpWanted)
            return std::move(m_result);
        if (auto problem = readRemaining(operands))
            return *std::move(problem);
        if (auto problem = readOptions())
            return *std::move(problem);
        if (auto problem = readOperand(operands))
            return *std::move(problem);
        return std::move(m_result);
    }

private:
    void addValueOption(const std::string &name)
    {
        // Takes all that are given, so that two of one kind are our error to word.
        m_app.add_option(name)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }

    void addSetting(const std::string &name)
    {
        addValueOption(name);
        m_settings.push_back(name);
    }

    static CommandResult missingValue(const std::string &option)
    {
        return usageError(QCoreApplication::translate("relais-server", "%1 takes a value, and none follows")
                              .arg(QString::fromStdString(printableText(redactToken(option)))));
    }

    /// Words are operands, but for one behind an unknown option, which is taken for its value.
    std::optional<CommandResult> readRemaining(std::vector<std::string> &operands) const
    {
        for (const std::string &argument : m_app.remaining()) {
            if (!argument.starts_with('-')) {
                operands.push_back(argument);
                continue;
            }
            const std::string name = argument.substr(0, argument.find('='));
            std::vector<std::string> names;
            for (const CLI::Option *option : m_app.get_options())
                names.push_back(option->get_name());
            const std::string nearest = nearestWord(name, names);
            return usageError(
                nearest.empty()
                    ? QCoreApplication::translate("relais-server", "unknown argument %1").arg(shown(name))
                    : QCoreApplication::translate("relais-server", "unknown argument %1; did you mean %2?")
                          .arg(shown(name), QString::fromStdString(nearest)));
        }
        return std::nullopt;
    }

    std::optional<CommandResult> readOptions()
    {
        for (const CommandOption &option : m_command.options) {
            const CLI::Option &parsed = *std::as_const(m_app).get_option(option.name);
            if (parsed.count() > 1 && option.kind == CommandOption::Kind::Value) {
                return usageError(QCoreApplication::translate("relais-server", "%1 may be given only once")
                                      .arg(QLatin1String(option.name)));
            }
            if (parsed.count() > 0)
                m_result.values.emplace(option.name, parsed.results());
        }
        for (const std::string &name : m_settings) {
            const CLI::Option &parsed = *std::as_const(m_app).get_option(name);
            for (const std::string &value : parsed.results())
                m_result.settings.insert(m_result.settings.end(), {name, value});
        }
        return std::nullopt;
    }

    std::optional<CommandResult> readOperand(const std::vector<std::string> &operands)
    {
        const std::size_t expected = m_command.operand ? 1 : 0;
        if (operands.size() > expected) {
            return usageError(QCoreApplication::translate("relais-server", "unknown argument %1")
                                  .arg(shown(operands.at(expected))));
        }
        if (operands.size() < expected) {
            return usageError(QCoreApplication::translate("relais-server", "%1 is missing")
                                  .arg(QString::fromUtf8(m_command.operand)));
        }
        if (expected > 0)
            m_result.operand = operands.front();
        return std::nullopt;
    }

    const Command &m_command;
    CLI::App m_app;
    std::vector<std::string> m_settings;
    CommandArguments m_result;
};

} // namespace

std::variant<CommandArguments, CommandResult> parseCommandArguments(const Command &command,
                                                                    std::vector<std::string> arguments)
{
    return Parser(command).parse(std::move(arguments));
}

} // namespace relais::server
