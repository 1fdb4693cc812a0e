// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <QString>

#include "common/core/clock.h"
#include "server/config/configuration.h"
#include "server/files/problem.h"

namespace relais::server {

/// An option of one command.
struct CommandOption {
    enum class Kind : std::uint8_t {
        Flag,
        Value, ///< once
        Values, ///< any number of times
    };
    const char *name; ///< "--role"
    Kind kind;
    const char *placeholder; ///< of its value in the help: "ROLE"
    const char *summary; ///< English source of a translation
};

/// How a command was called, by what it declares of itself: nothing else is in here.
struct CommandArguments {
    std::map<std::string, std::vector<std::string>, std::less<>> values; ///< by the option's name
    std::string operand; ///< of a command that takes one
    bool isHelpWanted = false;
    std::vector<std::string> settings; ///< for loadConfiguration()

    bool has(std::string_view option) const { return values.contains(option); }
    std::optional<std::string> value(std::string_view option) const
    {
        const auto found = values.find(option);
        return found == values.end() ? std::nullopt : std::optional(found->second.front());
    }
    std::vector<std::string> all(std::string_view option) const
    {
        const auto found = values.find(option);
        return found == values.end() ? std::vector<std::string>() : found->second;
    }
};

struct CommandCall {
    const CommandArguments &arguments;
    const ConfigurationInputs &inputs;
    const Clock &clock;
};

/// What a command has to say; whole lines.
struct CommandResult {
    ExitStatus exitStatus = ExitStatus::Success;
    std::string output; ///< standard output: what a script takes, and nothing else
    std::string notes; ///< standard error
    std::string hints; ///< standard error where a person reads it: a terminal
    std::string wrongUse; ///< of a usage error: what is wrong; the one line is made of it, and of where help is
};

struct Command {
    const char *name; ///< "keys add"
    const char *operand; ///< "ID|NAME"; null: none
    const char *usage; ///< what is behind the name: "--name NAME --role ROLE…"
    const char *summary; ///< English source of a translation
    std::span<const CommandOption> options;
    bool takesSettings; ///< `--config`, `--data-dir` and the like, to load the configuration with
    CommandResult (*run)(const CommandCall &call);
};

// Results that many commands have.
CommandResult success(std::string output);
CommandResult usageError(const QString &text);
CommandResult failure(const Problem &problem);

/// The configuration as the server would have it with these options, or the answer of the command when there is none.
std::variant<Settings, CommandResult> loadSettings(const CommandCall &call);

} // namespace relais::server
