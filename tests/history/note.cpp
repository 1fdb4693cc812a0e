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

QByteArray notePayload(qint64 number)
{
    // In the order in which QJsonDocument would write it.
    return "{\"fill\":\"" + filling(number) + "\",\"n\":" + QByteArray::number(number) + '}';
}

QByteArray openNote(qint64 number, const std::optional<QByteArray> &user)
{
    QByteArray json = QByteArray("{\"type\":\"") + noteType + "\",\"payload\":" + notePayload(number);
    if (user)
        json += ",\"userId\":\"" + *user + '"';
    return json;
}

QByteArray idempotencyKey(quint64 seed, qint64 number)
{
    return "history-" + QByteArray::number(seed) + '-' + QByteArray::number(number);
}

ReaderEvent toEvent(LogId id, const QByteArray &type, const QByteArray &payload,
                    const std::optional<QByteArray> &user)
{
    ReaderEvent event;
    event.kind = ReaderEvent::Kind::Message;
    event.position = id;
    event.user = user;
    event.number = QJsonDocument::fromJson(payload).object()[u"n"].toInteger(-1);
    const bool isRight = id.ms > 0 && type == noteType && event.number >= 0 && payload == notePayload(event.number);
    return isRight ? event : garbled(id.toByteArray() + ' ' + type + ' ' + payload);
}

ReaderEvent toEvent(const QJsonObject &message)
{
    std::optional<QByteArray> user;
    if (message.contains(u"userId"))
        user = message[u"userId"].toString().toUtf8();
    const QJsonObject payload = message[u"payload"].toObject();
    const bool isObject = payload.size() == 2;
    return toEvent(LogId::parse(message[u"id"].toString().toUtf8()), message[u"type"].toString().toUtf8(),
                   isObject ? QJsonDocument(payload).toJson(QJsonDocument::Compact) : QByteArray(), user);
}

ReaderEvent garbled(const QByteArray &text)
{
    ReaderEvent event;
    event.kind = ReaderEvent::Kind::Garbled;
    event.text = text.left(300);
    return event;
}

} // namespace relais::test
