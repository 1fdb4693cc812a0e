// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <string>
#include <string_view>

/// Reads the golden vectors of tests/vectors; what they hold says the README there. A target that uses this
/// defines RELAIS_VECTORS_DIR.
namespace relais::test {

inline QJsonDocument vectors(const QString &name)
{
    QFile file(QStringLiteral(RELAIS_VECTORS_DIR "/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(file.readAll(), &error);
    if (document.isNull())
        qFatal("%s: %s", qPrintable(file.fileName()), qPrintable(error.errorString()));
    return document;
}

/// A text of the vectors: a string, or a list of parts.
inline QByteArray bytes(const QJsonValue &text)
{
    if (!text.isArray())
        return text.toString().toUtf8();
    QByteArray joined;
    for (const auto &part : text.toArray()) {
        const auto object = part.toObject();
        if (part.isString())
            joined += part.toString().toUtf8();
        else if (object.contains(QLatin1String("hex")))
            joined += QByteArray::fromHex(object[QLatin1String("hex")].toString().toLatin1());
        else
            joined += object[QLatin1String("repeat")].toString().toUtf8().repeated(
                object[QLatin1String("times")].toInt());
    }
    return joined;
}

inline QByteArray bytes(const QJsonObject &row, const char *name)
{
    return bytes(row[QLatin1String(name)]);
}

inline QByteArray rowName(const QJsonObject &row)
{
    return bytes(row, "name");
}

inline std::string_view view(const QByteArray &text)
{
    return {text.data(), static_cast<std::size_t>(text.size())};
}

/// A literal that may hold NULs, or any other std::string, for QCOMPARE, which can print it.
inline QByteArray printable(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace relais::test
