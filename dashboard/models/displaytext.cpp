// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/displaytext.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace relais::dashboard {

bool isDeceptive(QChar character)
{
    const char16_t code = character.unicode();
    const bool isDirection = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)
        || code == 0x200e || code == 0x200f || code == 0x061c;
    const bool isInvisible = (code >= 0x200b && code <= 0x200d) || code == 0x2060 || code == 0xfeff;
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029 || isDirection
        || isInvisible;
}

QString displayText(QStringView text, qsizetype maximumCharacters)
{
    const bool isCut = text.size() > maximumCharacters;
    QString shown = text.first(std::min(text.size(), maximumCharacters)).toString();
    if (isCut && !shown.isEmpty() && shown.back().isHighSurrogate())
        shown.chop(1);
    for (QChar &character : shown) {
        if (character == u'\n' || character == u'\t' || character == u'\r')
            character = u' ';
        else if (isDeceptive(character))
            character = QChar::ReplacementCharacter;
    }
    return isCut ? shown + QChar(u'…') : shown;
}

QString displayText(std::string_view utf8, qsizetype maximumCharacters)
{
    // A character is at most four bytes; the rest of a long text need not be decoded.
    const auto wanted = static_cast<std::size_t>(maximumCharacters) * 4 + 4;
    const std::string_view head = utf8.substr(0, wanted);
    return displayText(QString::fromUtf8(head.data(), static_cast<qsizetype>(head.size())), maximumCharacters);
}

QString displayBytes(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1);
}

QString displayDuration(qint64 milliseconds)
{
    const QLocale locale;
    const qint64 seconds = milliseconds / 1000;
    if (seconds < 10)
        return QCoreApplication::translate("Duration", "%1 s")
            .arg(locale.toString(static_cast<double>(milliseconds) / 1000, 'f', 1));
    if (seconds < 60)
        return QCoreApplication::translate("Duration", "%1 s").arg(seconds);
    if (seconds < 3600)
        return QCoreApplication::translate("Duration", "%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    if (seconds < 86400)
        return QCoreApplication::translate("Duration", "%1 h %2 min").arg(seconds / 3600).arg(seconds / 60 % 60);
    return QCoreApplication::translate("Duration", "%1 d %2 h")
        .arg(locale.toString(seconds / 86400))
        .arg(seconds / 3600 % 24);
}

QString displayTime(qint64 millisecondsSinceEpoch)
{
    const QTime time = QDateTime::fromMSecsSinceEpoch(millisecondsSinceEpoch).time();
    // What a language has for the time of day has no milliseconds; ISO 8601 is read everywhere.
    return time.toString(Qt::ISODateWithMs);
}

QString displayDateTime(qint64 millisecondsSinceEpoch)
{
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(millisecondsSinceEpoch);
    return QLocale().toString(moment.date(), QLocale::ShortFormat) + u' ' + moment.time().toString(Qt::ISODate);
}

} // namespace relais::dashboard
