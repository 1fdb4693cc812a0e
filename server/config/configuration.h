// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/config/exitstatus.h"
#include "server/config/settings.h"

namespace relais::server {

/// Something that keeps the server from starting, for the person who can change it. Translated.
struct ConfigurationProblem {
    std::string place; ///< "relais.toml:12:5", "environment RELAIS_PORT", "--port"
    std::string text; ///< what was found, what is expected, what to do; one line, without a full stop

    std::string line() const { return place + ": " + text; }
    bool operator==(const ConfigurationProblem &) const = default;
};

struct ConfigurationFailure {
    ExitStatus exitStatus = ExitStatus::Configuration; ///< Usage when the command line itself cannot be read
    std::vector<ConfigurationProblem> problems; ///< every one that was found, never empty
};

enum class Action : std::uint8_t { Run, CheckConfiguration, PrintConfiguration, ShowVersion, ShowHelp };

/// What the command line asks for, with the settings that hold for it.
struct Invocation {
    Action action = Action::Run;
    Settings settings; ///< the defaults for ShowVersion and ShowHelp, which look at nothing else
    /// Where the value of a setting comes from, in the words of ConfigurationProblem::place; a setting without an
    /// entry has its default.
    std::map<std::string, std::string, std::less<>> origins;
    std::vector<ConfigurationProblem> warnings; ///< what the server can run with, and its operator should know
};

struct FileContent {
    std::string text;
    std::string problem; ///< why it could not be read; empty when it could
    bool isReadableByAll = false;
};

/// All that the configuration depends on.
struct ConfigurationInputs {
    std::vector<std::string> arguments; ///< without the program's name
    std::map<std::string, std::string> environment;
    std::string hostName; ///< the default of `node.name`
    std::function<FileContent(const std::string &path)> readFile;
    std::function<bool(const std::string &path)> fileExists;
};

/// Where API keys are kept: `keys.json` in the data directory.
std::string apiKeyFile(const Settings &settings);

/// Those of this process.
ConfigurationInputs processInputs(int argumentCount, const char *const *arguments);

/// Flags over environment over file over defaults. Finds every problem in one go, so that nobody has to start the
/// server once for each mistake. A pure function of its inputs, but for the language that its texts are in.
std::variant<Invocation, ConfigurationFailure> loadConfiguration(const ConfigurationInputs &inputs);

/// The answer to `--print-config`: every setting as TOML with its origin in a comment. Read as a file, it gives the
/// same settings.
std::string configurationText(const Invocation &invocation);

/// The answer to `--check-config` when nothing is wrong, and to `--help`; translated, each with its line feed.
std::string configurationIsValidText();
std::string helpText();

} // namespace relais::server
