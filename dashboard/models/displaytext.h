// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include <QString>

namespace relais::dashboard {

/// Text from the wire as it may stand on one line of a page: control characters, line ends, and the marks that turn
/// the direction of writing (with which a name can pretend to be another) are replaced, and what is longer than
/// `maximumCharacters` is cut. It is still to be shown as plain text.
QString displayText(QStringView text, qsizetype maximumCharacters = 256);
QString displayText(std::string_view utf8, qsizetype maximumCharacters = 256);

/// Is it a character that is not shown as it is?
bool isDeceptive(QChar character);

/// "1,234 B", "1.2 MiB", as the language has it.
QString displayBytes(qint64 bytes);
/// A duration in the two units that matter: "3 min 20 s".
QString displayDuration(qint64 milliseconds);
/// A time of day with milliseconds.
QString displayTime(qint64 millisecondsSinceEpoch);
/// Date and time.
QString displayDateTime(qint64 millisecondsSinceEpoch);

} // namespace relais::dashboard
