// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>

class QCoreApplication;

namespace relais::server {

/// The locale that messages are wanted in, as POSIX has it: the first of LC_ALL, LC_MESSAGES and LANG that is not
/// empty, else "C".
std::string messageLocale(const std::map<std::string, std::string> &environment);

/// What a person reads at the command line (help, errors of the configuration) is translated from here on; the log
/// stays English. `localeName` as in the environment ("fr_FR.UTF-8"); a language without translation means English.
/// Called once, before loadConfiguration(). Returns the language in use: "en" or "fr".
std::string installTranslations(QCoreApplication &application, std::string_view localeName);

} // namespace relais::server
