// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/printabletext.h"

#include <QString>

#include <algorithm>
#include <cstdio>

namespace relais::server {
namespace {

bool isUnsafe(char16_t character)
{
    return character < 0x20 || (character >= 0x7f && character <= 0x9f) // C0, DEL, C1
        || character == 0x061c || character == 0x200b || (character >= 0x200e && character <= 0x200f)
        || (character >= 0x2028 && character <= 0x202e) // line separators, bidirectional embeddings
        || (character >= 0x2060 && character <= 0x2069) // word joiner, bidirectional isolates
        || character == 0xfeff || (character >= 0xfff9 && character <= 0xfffb);
}

void appendEscape(std::string &out, char16_t character, bool json)
{
    switch (character) {
    case u'\n':
        out += "\\n";
        return;
    case u'\r':
        out += "\\r";
        return;
    case u'\t':
        out += "\\t";
        return;
    default:
        break;
    }
    char escape[8];
    const bool isShort = !json && character < 0x100;
    std::snprintf(escape, sizeof escape, isShort ? "\\x%02x" : "\\u%04x", static_cast<unsigned>(character));
    out += escape;
}

/// Appends up to `maximum` UTF-16 units; returns whether that was all.
bool appendPrintable(std::string &out, QStringView text, bool quoted, bool json, qsizetype maximum)
{
    qsizetype plainFrom = 0;
    const qsizetype end = std::min(maximum, text.size());
    const auto flushPlain = [&](qsizetype upTo) {
        const QByteArray plain = text.sliced(plainFrom, upTo - plainFrom).toUtf8();
        out.append(plain.constData(), static_cast<std::size_t>(plain.size()));
        plainFrom = upTo + 1;
    };
    for (qsizetype i = 0; i < end; ++i) {
        const char16_t character = text.at(i).unicode();
        const bool isDelimiter = quoted && (character == u'"' || character == u'\\');
        if (!isDelimiter && !isUnsafe(character))
            continue;
        flushPlain(i);
        if (isDelimiter)
            (out += '\\') += static_cast<char>(character);
        else
            appendEscape(out, character, json);
    }
    flushPlain(end);
    return end == text.size();
}

QString decoded(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

std::string printableText(std::string_view text)
{
    const QString decodedText = decoded(text);
    std::string out;
    appendPrintable(out, decodedText, false, false, decodedText.size());
    return out;
}

std::string quotedText(std::string_view text, std::size_t maximumCharacters)
{
    std::string out = "\"";
    if (!appendPrintable(out, decoded(text), true, false, static_cast<qsizetype>(maximumCharacters)))
        out += "…";
    out += '"';
    return out;
}

void appendPrintableJson(std::string &out, std::string_view text)
{
    const QString decodedText = decoded(text);
    out += '"';
    appendPrintable(out, decodedText, true, true, decodedText.size());
    out += '"';
}

} // namespace relais::server
