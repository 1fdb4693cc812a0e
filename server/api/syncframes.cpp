// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/syncframes.h"

#include "common/protocol/messagecodec.h"
#include "server/transport/websocketcodec.h"

namespace relais::server {

namespace {

std::string textFrame(const std::string &json)
{
    return encodeWebSocketFrame(WebSocketOpcode::Text, json);
}

const char *toJson(bool value)
{
    return value ? "true" : "false";
}

} // namespace

std::string encodeConnectedFrame(const ConnectedInfo &info)
{
    return textFrame("{\"type\":\"sync.connected\",\"payload\":{\"clientId\":" + jsonString(info.clientId)
                     + ",\"userId\":" + (info.user ? jsonString(info.user->toString()) : "null") + ",\"cursor\":\""
                     + info.cursor.toString() + "\",\"reset\":" + toJson(info.reset)
                     + ",\"heartbeatMs\":" + std::to_string(info.heartbeat.count())
                     + ",\"reconnectSpreadMs\":" + std::to_string(info.reconnectSpread.count())
                     + ",\"server\":" + jsonString(info.server) + "}}");
}

std::string encodeAckFrame(const std::optional<std::string> &ref, const Receipt &receipt)
{
    return textFrame("{\"type\":\"sync.ack\",\"payload\":{"
                     + (ref ? "\"ref\":" + jsonString(*ref) + ',' : std::string()) + "\"id\":\""
                     + receipt.id.toString() + "\",\"duplicate\":" + toJson(receipt.isDuplicate) + "}}");
}

std::string encodeErrorFrame(const std::optional<std::string> &ref, const Error &error)
{
    std::string json = "{\"type\":\"sync.error\",\"payload\":{";
    if (ref)
        json += "\"ref\":" + jsonString(*ref) + ',';
    json += "\"code\":\"";
    json += error.info().name;
    json += "\",\"title\":" + jsonString(error.info().title) + ",\"detail\":" + jsonString(error.detail);
    if (!error.at.empty())
        json += ",\"at\":" + jsonString(error.at);
    if (error.line != 0)
        json += ",\"line\":" + std::to_string(error.line) + ",\"column\":" + std::to_string(error.column);
    if (error.info().retryable)
        json += ",\"retryAfterMs\":" + std::to_string(retryAfter(error).count());
    return textFrame(json + "}}");
}

std::string encodePongFrame(UnixTime now)
{
    return textFrame("{\"type\":\"sync.pong\",\"payload\":{\"timestamp\":"
                     + std::to_string(now.time_since_epoch().count()) + "}}");
}

std::string encodeStatsFrame(const std::string &status)
{
    return textFrame("{\"type\":\"sync.stats\",\"payload\":" + status + '}');
}

} // namespace relais::server
