// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/command.h"

#include <utility>

namespace relais::server {

CommandResult success(std::string output)
{
    CommandResult result;
    result.output = std::move(output);
    return result;
}

CommandResult usageError(const QString &text)
{
    CommandResult result;
    result.exitStatus = ExitStatus::Usage;
    result.wrongUse = text.toStdString();
    return result;
}

CommandResult failure(const Problem &problem)
{
    CommandResult result;
    result.exitStatus = ExitStatus::Failure;
    result.notes = "relais-server: " + problem.translated().toStdString() + '\n';
    return result;
}

std::variant<Settings, CommandResult> loadSettings(const CommandCall &call)
{
    ConfigurationInputs inputs = call.inputs;
    inputs.arguments = call.arguments.settings;
    // A server that may listen beyond loopback only with keys must not keep its first key from being made.
    inputs.fileExists = [](const std::string &) {
        return true;
    };
    auto loaded = loadConfiguration(inputs);
    if (auto *invocation = std::get_if<Invocation>(&loaded))
        return std::move(invocation->settings);
    const auto &broken = std::get<ConfigurationFailure>(loaded);
    CommandResult result;
    result.exitStatus = broken.exitStatus;
    for (const ConfigurationProblem &problem : broken.problems)
        result.notes += "relais-server: " + problem.line() + '\n';
    return result;
}

} // namespace relais::server
