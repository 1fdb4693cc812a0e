// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include <QString>

namespace relais::server {

/// Why something could not be done and what to do about it: one line without a full stop, for a person. The log is
/// English whatever the language of the command line, so the text is translated only where it is shown.
class Problem {
public:
    /// `text` is a literal marked with QT_TRANSLATE_NOOP("relais-server", …), `arguments` are for its %1, %2 …; what
    /// in them came from elsewhere is the caller's to escape (quotedText()).
    explicit Problem(const char *text, std::initializer_list<std::string> arguments = {});

    std::string english() const;
    QString translated() const;

private:
    QString filledIn(const QString &text) const;

    const char *m_text;
    std::vector<std::string> m_arguments;
};

/// What the system has to say of `errorNumber`, in its own language.
std::string systemErrorText(int errorNumber);

} // namespace relais::server
