// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include <QSyntaxHighlighter>
#include <QTextCharFormat>

namespace relais::dashboard {

/// Colours JSON line by line, whether it is valid or not: a JSON string never spans lines, so a line can be read by
/// itself.
class JsonHighlighter final : public QSyntaxHighlighter {
    Q_OBJECT

public:
    explicit JsonHighlighter(QTextDocument *document);

    /// Colours that can be read on this palette's base.
    void setPalette(const QPalette &palette);

protected:
    void highlightBlock(const QString &text) override;

private:
    enum Token : std::uint8_t {
        Key,
        String,
        Number,
        Literal,
        Escape,
        TokenCount,
    };

    int highlightString(const QString &text, int begin);
    int highlightWord(const QString &text, int begin);

    std::array<QTextCharFormat, TokenCount> m_formats;
};

} // namespace relais::dashboard
