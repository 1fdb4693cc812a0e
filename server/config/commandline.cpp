// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/config/commandline.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

#include <CLI/CLI.hpp>

#include "server/config/problemtext.h"
#include "server/config/settingdescriptors.h"
#include "server/config/suggestion.h"
#include "server/log/printabletext.h"

namespace relais::server {
namespace {

struct ActionFlag {
    const char *name;
    Action action;
};

// The first that is given decides: whoever asks for help gets it, whatever else stands there.
constexpr ActionFlag ActionFlags[] = {
    {"--help", Action::ShowHelp},
    {"--version", Action::ShowVersion},
    {"--print-config", Action::PrintConfiguration},
    {"--check-config", Action::CheckConfiguration},
};

/// CLI11's parser with our flags, texts and rules: its own help, defaults and conversions are not used, because the
/// table of settings has them for every source alike.
class Parser {
public:
    Parser()
    {
        m_app.set_help_flag();
        m_app.allow_extras();
        m_app.allow_windows_style_options(false);
        for (const ActionFlag &flag : ActionFlags)
            m_app.add_flag(flag.name);
        m_config = addValueOption("--config");
        m_set = addValueOption("--set");
        for (const SettingDescriptor &setting : settingDescriptors()) {
            if (setting.hasFlag)
                m_settings.emplace_back(addValueOption(flagName(setting)), &setting);
        }
    }

    CommandLine parse(std::vector<std::string> arguments)
    {
        if (reportEmptyValue(arguments))
            return std::move(m_result);
        const std::string lastArgument = arguments.empty() ? std::string() : arguments.back();
        std::reverse(arguments.begin(), arguments.end()); // CLI11 takes them from the back
        try {
            m_app.parse(std::move(arguments));
        } catch (const CLI::ParseError &) {
            // The one error that is left to it: the last argument is an option that takes a value.
            reportMissingValue(lastArgument);
            return std::move(m_result);
        }
        readActions();
        if (const auto path = singleValue(m_config))
            m_result.configurationFile = *path;
        for (const auto &[option, descriptor] : m_settings) {
            if (const auto value = singleValue(option))
                m_result.raw.settings.push_back({descriptor, *value, option->get_name()});
        }
        for (const std::string &assignment : m_set->results())
            readAssignment(assignment);
        reportUnknown();
        return std::move(m_result);
    }

private:
    CLI::Option *addValueOption(const std::string &name)
    {
        // Takes all that are given, so that two of one kind are our error to word.
        return m_app.add_option(name)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }

    /// `--host=`: CLI11 would take the next argument, which may be another option, for the value.
    bool reportEmptyValue(const std::vector<std::string> &arguments)
    {
        bool isFound = false;
        for (const std::string &argument : arguments) {
            const std::size_t equals = argument.find('=');
            if (!argument.starts_with("--") || equals + 1 != argument.size())
                continue;
            reportMissingValue(argument.substr(0, equals));
            isFound = true;
        }
        return isFound;
    }

    void reportMissingValue(const std::string &option)
    {
        addProblem(printableText(option),
                   QCoreApplication::translate("relais-server", "takes a value, and none follows"));
    }

    void addProblem(std::string place, const QString &text)
    {
        m_result.raw.problems.push_back({std::move(place), text.toStdString()});
    }

    void readActions()
    {
        for (const ActionFlag &flag : ActionFlags) {
            if (m_app.count(flag.name) == 0)
                continue;
            m_result.action = flag.action;
            return;
        }
    }

    std::optional<std::string> singleValue(const CLI::Option *option)
    {
        if (option->count() == 0)
            return std::nullopt;
        if (option->count() > 1)
            addProblem(option->get_name(), QCoreApplication::translate("relais-server", "may be given only once"));
        return option->results().front();
    }

    void readAssignment(const std::string &assignment)
    {
        const std::size_t equals = assignment.find('=');
        if (equals == std::string::npos) {
            addProblem("--set",
                       QCoreApplication::translate("relais-server", "%1 is not of the form name=value")
                           .arg(QString::fromStdString(quotedText(assignment))));
            return;
        }
        const std::string name = assignment.substr(0, equals);
        const SettingDescriptor *descriptor = findSetting(name);
        if (!descriptor)
            m_result.raw.problems.push_back(unknownSetting(name, "--set"));
        else if (descriptor->isSecret)
            addProblem("--set " + name,
                       QCoreApplication::translate("relais-server",
                                                   "a secret on the command line is seen by every user of the "
                                                   "machine; set %1, or keep it in a file")
                           .arg(QString::fromStdString(environmentVariable(*descriptor))));
        else
            m_result.raw.settings.push_back({descriptor, assignment.substr(equals + 1), "--set " + name});
    }

    /// A word after an unknown option is taken for its value, not for another mistake.
    void reportUnknown()
    {
        bool followsUnknownOption = false;
        for (const std::string &argument : m_app.remaining()) {
            const bool isOption = argument.starts_with('-');
            if (isOption || !followsUnknownOption)
                reportUnknown(argument.substr(0, argument.find('=')));
            followsUnknownOption = isOption;
        }
    }

    void reportUnknown(const std::string &argument)
    {
        std::vector<std::string> names;
        for (const CLI::Option *option : std::as_const(m_app).get_options())
            names.push_back(option->get_name());
        const std::string nearest = nearestWord(argument, names);
        const std::string place = quotedText(argument);
        if (nearest.empty())
            addProblem(
                place,
                QCoreApplication::translate("relais-server", "unknown argument; --help lists those there are"));
        else
            addProblem(place,
                       QCoreApplication::translate("relais-server", "unknown argument; did you mean %1?")
                           .arg(QString::fromStdString(nearest)));
    }

    CLI::App m_app;
    CLI::Option *m_config = nullptr;
    CLI::Option *m_set = nullptr;
    std::vector<std::pair<CLI::Option *, const SettingDescriptor *>> m_settings;
    CommandLine m_result;
};

} // namespace

CommandLine parseCommandLine(const std::vector<std::string> &arguments)
{
    return Parser().parse(arguments);
}

} // namespace relais::server
