// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <QString>

namespace relais::dashboard {

/// JSON laid out for reading, and the lines that can be folded away.
struct FormattedJson {
    struct Fold {
        int first = 0; ///< the line of the opening bracket, from 0
        int last = 0; ///< that of the closing one
    };
    QString text;
    std::vector<Fold> folds; ///< by `first`, rising
};

/// One member or element a line. `json` is valid; its numbers, escapes and the order of its members stay as they are,
/// which QJsonDocument would change. Characters that could deceive the reader are written as escapes. Nothing when it
/// were more than `maximumLines`.
std::optional<FormattedJson> formatJson(std::string_view json, int maximumLines);

} // namespace relais::dashboard
