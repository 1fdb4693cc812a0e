// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

namespace relais::test {

inline QByteArray toBytes(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

/// The object that a text is; empty when it is not exactly one.
inline QJsonObject parsedObject(std::string_view json)
{
    return QJsonDocument::fromJson(toBytes(json)).object();
}

/// The value at a path of names ("queue.bytes"); undefined when it is not there.
inline QJsonValue at(QJsonObject object, const char *path)
{
    const QStringList names = QString::fromLatin1(path).split(u'.');
    for (qsizetype i = 0; i + 1 < names.size(); ++i)
        object = object[names[i]].toObject();
    return object[names.last()];
}

/// What an unmasked, unfragmented text frame in its shortest form holds; nothing when the bytes are not exactly one.
inline std::optional<std::string_view> textOfFrame(std::string_view frame)
{
    const auto byte = [&](std::size_t i) {
        return i < frame.size() ? static_cast<std::uint8_t>(frame[i]) : 0U;
    };
    if (byte(0) != 0x81 || (byte(1) & 0x80U) != 0)
        return std::nullopt;
    std::size_t headerBytes = 2;
    std::uint64_t size = byte(1);
    if (size >= 126) {
        headerBytes = size == 126 ? 4 : 10;
        const std::uint64_t shortest = size == 126 ? 126 : 65536;
        size = 0;
        for (std::size_t i = 2; i < headerBytes; ++i)
            size = size << 8 | byte(i);
        if (size < shortest)
            return std::nullopt;
    }
    if (frame.size() != headerBytes + size)
        return std::nullopt;
    return frame.substr(headerBytes);
}

} // namespace relais::test
