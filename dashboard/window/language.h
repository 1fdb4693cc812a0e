// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTranslator>

namespace relais::dashboard {

/// The language of the whole program, Qt's own dialogs included, changed while it runs: every widget gets a
/// LanguageChange event. Numbers and dates follow.
class Language {
public:
    Language() = default;
    ~Language();
    Language(const Language &) = delete;
    Language &operator=(const Language &) = delete;

    /// "en" or "fr"; empty: what the desktop is set to, else English.
    void use(const QString &code);
    /// What is in use: "en" or "fr".
    const QString &code() const { return m_code; }

private:
    QString m_code;
    QTranslator m_texts;
    QTranslator m_qtTexts;
};

} // namespace relais::dashboard
