// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QByteArray>
#include <QByteArrayList>

namespace relais::test {

/// An answer as it lies in memory; for answers that come over a connection there is HttpClient.
struct HttpAnswer {
    QByteArray statusLine;
    QByteArrayList fields; ///< whole lines
    QByteArray body;

    int status() const { return statusLine.mid(9, 3).toInt(); }
    /// The values of the fields of that name, joined by '|'; null when there is none.
    QByteArray field(const QByteArray &name) const
    {
        QByteArrayList values;
        for (const QByteArray &line : fields) {
            const qsizetype colon = line.indexOf(':');
            if (line.left(colon).compare(name, Qt::CaseInsensitive) == 0)
                values += line.mid(colon + 1).trimmed();
        }
        return values.isEmpty() ? QByteArray() : values.join('|');
    }
};

/// Takes the answer that `bytes` begin with, body and all; nothing while it is not whole. Its body is as long as
/// Content-Length says, or empty for an answer to HEAD.
inline std::optional<HttpAnswer> takeAnswer(QByteArray &bytes, bool isToHead = false)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return std::nullopt;
    HttpAnswer answer;
    for (const QByteArray &line : bytes.left(end).split('\n'))
        answer.fields += line.endsWith('\r') ? line.chopped(1) : line;
    answer.statusLine = answer.fields.takeFirst();
    const qsizetype size = isToHead ? 0 : answer.field("Content-Length").toLongLong();
    if (bytes.size() < end + 4 + size)
        return std::nullopt;
    answer.body = bytes.mid(end + 4, size);
    bytes.remove(0, end + 4 + size);
    return answer;
}

} // namespace relais::test
