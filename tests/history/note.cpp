// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/note.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace relais::test {

namespace {

/// Mostly short; now and then more than a packet or a page of the kernel holds.
QByteArray filling(qint64 number)
{
    const qsizetype size = number % 23 == 0 ? 9000 : number % 100;
    return {size, static_cast<char>('a' + number % 26)};
}

} // namespace

QByteArray openNote(qint64 number, const std::optional<QByteArray> &user)
{
    QByteArray json = QByteArray("{\"type\":\"") + noteType + "\",\"payload\":{\"n\":" + QByteArray::number(number)
        + ",\"fill\":\"" + filling(number) + "\"}";
    if (user)
        json += ",\"userId\":\"" + *user + '"';
    return json;
}

QByteArray idempotencyKey(quint64 seed, qint64 number)
{
    return "history-" + QByteArray::number(seed) + '-' + QByteArray::number(number);
}

ReaderEvent toEvent(const QJsonObject &message)
{
    ReaderEvent event;
    event.kind = ReaderEvent::Kind::Message;
    event.position = LogId::parse(message[u"id"].toString().toUtf8());
    const QJsonObject payload = message[u"payload"].toObject();
    event.number = payload[u"n"].toInteger(-1);
    if (message.contains(u"userId"))
        event.user = message[u"userId"].toString().toUtf8();
    const bool isRight = event.position.ms > 0 && message[u"type"].toString() == QLatin1String(noteType)
        && payload[u"fill"].toString().toLatin1() == filling(std::max<qint64>(event.number, 0));
    return isRight ? event : garbled(QJsonDocument(message).toJson(QJsonDocument::Compact));
}

ReaderEvent garbled(const QByteArray &text)
{
    ReaderEvent event;
    event.kind = ReaderEvent::Kind::Garbled;
    event.text = text.left(300);
    return event;
}

} // namespace relais::test
