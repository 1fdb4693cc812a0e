// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace relais::server {

/// `text` as it may be shown on a terminal or written as part of a line: what could end the line, move the cursor,
/// colour the screen or reverse the reading order (C0 and C1 controls, U+2028, bidirectional and invisible format
/// characters) is written as an escape (`\n`, `\x1b`, `\u202e`). Bytes that are not UTF-8 become U+FFFD.
std::string printableText(std::string_view text);

/// The same, in double quotes and with quotes and backslashes escaped, so that where the text ends is certain. Longer
/// than `maximumCharacters`, it is cut and ends in an ellipsis.
std::string quotedText(std::string_view text, std::size_t maximumCharacters = 80);

/// Appends `text` as a JSON string, with its quotes; the same characters are escaped, the JSON way.
void appendPrintableJson(std::string &out, std::string_view text);

} // namespace relais::server
