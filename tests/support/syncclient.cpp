// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/syncclient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include "tests/support/failure.h"

using namespace Qt::StringLiterals;

namespace relais::test {

namespace {

QByteArray textOf(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().toUtf8();
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return array.sliced(1, array.size() - 2);
}

QByteArray textOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray payloadsOf(const std::vector<Received> &messages)
{
    QByteArrayList texts;
    for (const Received &message : messages)
        texts += textOf(message.payload);
    return texts.join(' ');
}

} // namespace

LogId LogId::parse(const QByteArray &text)
{
    static const QRegularExpression pattern(u"\\A(0|[1-9][0-9]{0,15})-(0|[1-9][0-9]{0,15})\\z"_s);
    const QRegularExpressionMatch match = pattern.match(QString::fromUtf8(text));
    if (!match.hasMatch())
        return {};
    return {match.captured(1).toLongLong(), match.captured(2).toLongLong()};
}

std::optional<Received> Received::parse(const QJsonObject &object)
{
    Received message;
    message.id = LogId::parse(object[u"id"].toString().toUtf8());
    message.type = object[u"type"].toString().toUtf8();
    message.payload = object[u"payload"];
    const bool hasUser = object.contains(u"userId");
    if (hasUser)
        message.userId = object[u"userId"].toString().toUtf8();
    const bool isRight = message.id.ms > 0 && object[u"timestamp"].toInteger() == message.id.ms
        && !message.type.isEmpty() && object.contains(u"payload") && object.size() == (hasUser ? 5 : 4)
        && (!hasUser || !message.userId->isEmpty());
    if (!isRight) {
        failTest("not a message: " + textOf(object));
        return std::nullopt;
    }
    return message;
}

QByteArray Poll::payloads() const
{
    return payloadsOf(messages);
}

Poll poll(HttpClient &client, const QByteArray &query, const HttpFields &fields)
{
    client.sendGet("/api/sync/poll" + (query.isEmpty() ? ""_ba : '?' + query), fields);
    return readPoll(client);
}

Poll readPoll(HttpClient &client)
{
    const HttpResponse response = client.readResponse();
    const QJsonObject object = response.json();
    const bool hasFields = object[u"success"] == QJsonValue(true) && object[u"messages"].isArray()
        && object[u"timestamp"].isDouble() && object[u"count"].isDouble() && object[u"cursor"].isString()
        && object[u"reset"].isBool() && object[u"hasMore"].isBool();
    const QByteArray mediaType = response.field("Content-Type").value_or(QByteArray()).split(';').first();
    const bool isRight = response.status == 200 && mediaType == "application/json" && hasFields
        && response.fieldHasToken("Cache-Control", "no-store");
    if (!isRight) {
        failTest("not an answer to a poll: " + QByteArray::number(response.status) + ' ' + response.body);
        return {};
    }
    Poll answer;
    answer.timestamp = object[u"timestamp"].toInteger();
    answer.cursor = object[u"cursor"].toString().toUtf8();
    answer.reset = object[u"reset"].toBool();
    answer.hasMore = object[u"hasMore"].toBool();
    const QJsonArray messages = object[u"messages"].toArray();
    for (const QJsonValue &value : messages) {
        const auto message = Received::parse(value.toObject());
        if (!message)
            return {};
        if (!answer.messages.empty() && message->id <= answer.messages.back().id) {
            failTest("ids out of order: " + response.body);
            return {};
        }
        answer.messages.push_back(*message);
    }
    answer.isValid = object[u"count"].toInteger() == static_cast<qint64>(answer.messages.size())
        && !answer.cursor.isEmpty() && answer.timestamp > 0;
    if (!answer.isValid)
        failTest("count, cursor or timestamp of a poll: " + response.body.left(500));
    return answer;
}

LogId sendMessage(HttpClient &client, const QByteArray &payload, const QByteArray &userId, const HttpFields &fields)
{
    QByteArray body = R"({"type":"test.event","payload":)" + payload;
    if (!userId.isEmpty())
        body += R"(,"userId":")" + userId + '"';
    const HttpResponse response = client.post("/api/sync/send", body + '}', fields);
    const QJsonObject object = response.json();
    const LogId id = LogId::parse(object[u"id"].toString().toUtf8());
    const bool isRight = response.status == 200 && object[u"success"] == QJsonValue(true) && id.ms > 0
        && object[u"timestamp"].toInteger() == id.ms && object[u"duplicate"] == QJsonValue(false);
    if (!isRight)
        failTest("not an answer to a send: " + QByteArray::number(response.status) + ' ' + response.body);
    return id;
}

SyncClient::SyncClient(quint16 port, const QByteArray &query, const RawConnection::Options &options)
    : m_socket(port, query.isEmpty() ? "/ws"_ba : "/ws?" + query, {}, options)
{
    if (!m_socket.isUpgraded()) {
        failTest("not upgraded: " + m_socket.response().problem());
        return;
    }
    m_greeting = readPayloadOf("sync.connected");
}

QJsonObject SyncClient::readObject()
{
    const auto frame = m_socket.readData();
    if (!frame)
        return {};
    const QJsonObject object = QJsonDocument::fromJson(frame->payload).object();
    if (frame->opcode != WebSocketFrame::Text || !frame->isFinal || !object[u"type"].isString()) {
        failTest("a frame that is not an object with a type: " + frame->payload);
        return {};
    }
    return object;
}

std::optional<Received> SyncClient::readMessage()
{
    const QJsonObject object = readObject();
    if (!object.contains(u"id")) {
        failTest("not a message: " + textOf(object));
        return std::nullopt;
    }
    auto message = Received::parse(object);
    if (message && message->id <= m_lastId) {
        failTest("an id that does not go up: " + textOf(object));
        return std::nullopt;
    }
    if (message)
        m_lastId = message->id;
    return message;
}

QByteArray SyncClient::readPayloads(int count)
{
    std::vector<Received> messages;
    for (int i = 0; i < count; ++i) {
        auto message = readMessage();
        if (!message)
            break;
        messages.push_back(std::move(*message));
    }
    return payloadsOf(messages);
}

QJsonObject SyncClient::readPayloadOf(const char *type)
{
    const QJsonObject object = readObject();
    if (object[u"type"].toString() != QLatin1String(type) || !object[u"payload"].isObject()) {
        failTest(QByteArray("not ") + type + ": " + textOf(object));
        return {};
    }
    return object[u"payload"].toObject();
}

bool SyncClient::isQuiet()
{
    return send(R"({"type":"sync.ping"})") && readPayloadOf("sync.pong")[u"timestamp"].toInteger() > 0;
}

Witness::Witness(quint16 port, const RawConnection::Options &options, const QByteArray &token)
    : m_http(port, options)
    , m_sync(port, token.isEmpty() ? "userId=witness"_ba : "token=" + token, options)
{
    if (!token.isEmpty())
        m_fields = {{"Authorization", "Bearer " + token}};
    m_cursor = poll(m_http, "userId=witness", m_fields).cursor;
}

bool Witness::isServed()
{
    const QByteArray mark = "witnessed " + QByteArray::number(++m_count);
    sendMessage(m_http, '"' + mark + '"', "witness", m_fields);
    const Poll answer = poll(m_http, "userId=witness&since=" + m_cursor, m_fields);
    m_cursor = answer.cursor;
    return m_sync.readPayloads(1) == mark && m_sync.isQuiet() && answer.payloads() == mark && !answer.reset;
}

} // namespace relais::test
