// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/pages/jsonhighlighter.h"

#include <QPalette>

namespace relais::dashboard {

namespace {

// A line this long comes from a machine; colouring all of it would hold the window up.
constexpr int maximumColoured = 20'000;

bool isWordCharacter(QChar character)
{
    return character.isLetterOrNumber() || character == u'+' || character == u'-' || character == u'.';
}

} // namespace

JsonHighlighter::JsonHighlighter(QTextDocument *document)
    : QSyntaxHighlighter(document)
{
    m_formats[Key].setFontWeight(QFont::DemiBold);
    setPalette({});
}

void JsonHighlighter::setPalette(const QPalette &palette)
{
    // Each has a contrast of at least 4.5 to 1 with the usual bases.
    const bool isDark = palette.color(QPalette::Base).lightnessF() < 0.5;
    m_formats[Key].setForeground(QColor::fromRgb(isDark ? 0x8ab4f8 : 0x0b4fa8));
    m_formats[String].setForeground(QColor::fromRgb(isDark ? 0x9cd68b : 0x1d6b1d));
    m_formats[Number].setForeground(QColor::fromRgb(isDark ? 0xf0b070 : 0x9a4a00));
    m_formats[Literal].setForeground(QColor::fromRgb(isDark ? 0xd7a5f5 : 0x7a1fa2));
    m_formats[Escape].setForeground(QColor::fromRgb(isDark ? 0xf28b9b : 0xa8123f));
    rehighlight();
}

void JsonHighlighter::highlightBlock(const QString &text)
{
    const int end = static_cast<int>(std::min<qsizetype>(text.size(), maximumColoured));
    int position = 0;
    while (position < end) {
        if (text[position] == u'"')
            position = highlightString(text, position);
        else if (isWordCharacter(text[position]))
            position = highlightWord(text, position);
        else
            ++position;
    }
}

/// From the opening quote; gives where to go on.
int JsonHighlighter::highlightString(const QString &text, int begin)
{
    const int size = static_cast<int>(std::min<qsizetype>(text.size(), maximumColoured));
    int end = begin + 1;
    while (end < size && text[end] != u'"')
        end += text[end] == u'\\' ? 2 : 1;
    end = std::min(end + 1, size);
    int next = end;
    while (next < size && text[next].isSpace())
        ++next;
    const bool isKey = next < size && text[next] == u':';
    setFormat(begin, end - begin, m_formats[isKey ? Key : String]);
    for (int position = begin + 1; position + 1 < end; ++position) {
        if (text[position] != u'\\')
            continue;
        const int length = text[position + 1] == u'u' ? 6 : 2;
        setFormat(position, std::min(length, end - position), m_formats[Escape]);
        position += length - 1;
    }
    return end;
}

int JsonHighlighter::highlightWord(const QString &text, int begin)
{
    const int size = static_cast<int>(text.size());
    int end = begin;
    while (end < size && isWordCharacter(text[end]))
        ++end;
    const QStringView word = QStringView(text).mid(begin, end - begin);
    if (word[0].isDigit() || word[0] == u'-')
        setFormat(begin, end - begin, m_formats[Number]);
    else if (word == u"true" || word == u"false" || word == u"null")
        setFormat(begin, end - begin, m_formats[Literal]);
    return end;
}

} // namespace relais::dashboard
