// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QUrl>

#include "common/core/result.h"

namespace relais::dashboard {

/// As the server's: for scripts.
enum class ExitStatus : int { Success = 0, Failure = 1, Usage = 2 };

/// What the command line asks for. The token is never on it, where every user of the machine could read it: it comes
/// from the environment variable RELAIS_TOKEN.
struct CommandLine {
    enum class Action : std::uint8_t { ShowWindow, WriteSnapshot, ShowHelp, ShowVersion };

    Action action = Action::ShowWindow;
    QUrl url; ///< of --connect
    QString profile; ///< its name
    QString language; ///< "en", "fr"; empty: as was chosen in the window
    QString snapshotFile; ///< "-": standard output
};

/// Without the program's name. Errors have a `detail` for a person.
Result<CommandLine> parseCommandLine(const QStringList &arguments);
QString commandLineHelp();

} // namespace relais::dashboard
