// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/messagejson.h"

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

std::string messageToJson(const Message &message)
{
    std::string json = "{\"id\":\"" + message.id.toString() + "\",\"type\":" + jsonString(message.type)
        + ",\"payload\":" + message.payload;
    if (message.userId)
        json += ",\"userId\":" + jsonString(message.userId->toString());
    return json + ",\"timestamp\":" + std::to_string(message.id.ms) + '}';
}

} // namespace relais::dashboard
