// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/messagejson.h"

#include <algorithm>

#include <QJsonArray>
#include <QJsonDocument>

#include "common/protocol/messagecodec.h"

namespace relais::dashboard {

QByteArray jsonText(const QJsonValue &value)
{
    // QJsonDocument writes objects and arrays alone.
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

std::optional<QJsonValue> jsonValue(const QByteArray &text)
{
    const QJsonDocument document = QJsonDocument::fromJson('[' + text + ']');
    if (!document.isArray() || document.array().size() != 1)
        return std::nullopt;
    return document.array().first();
}

std::optional<Message> messageFromJson(const QJsonObject &object)
{
    const auto id = MessageId::parse(object.value(u"id").toString().toStdString());
    if (!id)
        return std::nullopt;
    Message message{.id = *id,
                    .type = object.value(u"type").toString().toStdString(),
                    .payload = jsonText(object.value(u"payload")).toStdString(),
                    .userId = std::nullopt};
    if (const QJsonValue user = object.value(u"userId"); user.isString()) {
        auto parsed = UserId::parse(user.toString().toStdString());
        if (!parsed)
            return std::nullopt;
        message.userId = std::move(*parsed);
    }
    return message;
}

TapBatch tapBatchFromJson(const QJsonObject &payload)
{
    TapBatch batch;
    const QJsonArray messages = payload.value(u"messages").toArray();
    for (const QJsonValue &value : messages) {
        if (auto message = messageFromJson(value.toObject()))
            batch.messages.push_back(std::make_shared<const Message>(std::move(*message)));
    }
    // Those that the server did not even look at may have matched, or not; they too were not shown.
    const qint64 leftOut = payload.value(u"leftOut").toInteger() + payload.value(u"unseen").toInteger();
    batch.leftOut = static_cast<quint64>(std::max<qint64>(leftOut, 0));
    return batch;
}

std::string messageToJson(const Message &message)
{
    std::string json = "{\"id\":\"" + message.id.toString() + "\",\"type\":" + jsonString(message.type)
        + ",\"payload\":" + message.payload;
    if (message.userId)
        json += ",\"userId\":" + jsonString(message.userId->toString());
    return json + ",\"timestamp\":" + std::to_string(message.id.ms) + '}';
}

} // namespace relais::dashboard
