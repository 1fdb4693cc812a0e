// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/statusjson.h"

#include <algorithm>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace relais::server {

namespace {

using JournalState = MessageQueueService::JournalState;

double toMilliseconds(std::chrono::nanoseconds duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

qint64 toNumber(std::uint64_t value)
{
    return static_cast<qint64>(value);
}

QJsonObject queueObject(const ServerStatus &status)
{
    const qint64 oldestAge
        = status.queue.oldest ? std::max<qint64>(0, (status.now - *status.queue.oldest).count()) : 0;
    return {{QStringLiteral("messages"), toNumber(status.queue.messages)},
            {QStringLiteral("bytes"), toNumber(status.queue.bytes)},
            {QStringLiteral("users"), toNumber(status.queue.users)},
            {QStringLiteral("oldestAgeMs"), oldestAge},
            {QStringLiteral("ttlMs"), qint64(status.queueLimits.ttl.count())},
            {QStringLiteral("cap"), toNumber(status.queueLimits.messagesPerUser)},
            {QStringLiteral("capBroadcast"), toNumber(status.queueLimits.broadcasts)}};
}

std::string compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

/// Without its journal a server still reads, and says so.
QString stateName(const ServerStatus &status)
{
    if (status.isDraining)
        return QStringLiteral("draining");
    return status.journal == JournalState::Unavailable ? QStringLiteral("degraded") : QStringLiteral("ok");
}

QString journalName(JournalState state)
{
    switch (state) {
    case JournalState::None:
        break;
    case JournalState::Available:
        return QStringLiteral("available");
    case JournalState::Unavailable:
        return QStringLiteral("unavailable");
    }
    return QStringLiteral("none");
}

QJsonArray roleNames(RoleSet roles)
{
    QJsonArray names;
    for (const std::string_view name : roles.names())
        names.append(QLatin1String(name.data(), static_cast<qsizetype>(name.size())));
    return names;
}

QJsonObject publicObject(const ServerStatus &status)
{
    return {{QStringLiteral("success"), true},
            {QStringLiteral("status"), stateName(status)},
            {QStringLiteral("version"), QString::fromStdString(status.version)},
            {QStringLiteral("uptime"), static_cast<double>(status.uptime.count()) / 1000}};
}

} // namespace

std::string encodePublicStatus(const ServerStatus &status)
{
    return compact(publicObject(status));
}

std::string encodeStatus(const ServerStatus &status, RoleSet roles)
{
    const qint64 clients = toNumber(status.clients.webSockets + status.clients.longPolls);
    const QJsonObject figures{
        {QStringLiteral("node"), QString::fromStdString(status.node)},
        {QStringLiteral("timestamp"), qint64(status.now.time_since_epoch().count())},
        {QStringLiteral("connections"),
         QJsonObject{{QStringLiteral("total"), clients},
                     {QStringLiteral("webSocket"), toNumber(status.clients.webSockets)},
                     {QStringLiteral("longPoll"), toNumber(status.clients.longPolls)},
                     {QStringLiteral("recipients"), toNumber(status.clients.recipients)},
                     {QStringLiteral("sockets"), toNumber(status.transport.sockets)}}},
        {QStringLiteral("users"), toNumber(status.clients.users)},
        {QStringLiteral("queue"), queueObject(status)},
        {QStringLiteral("journal"), journalName(status.journal)},
        {QStringLiteral("totals"),
         QJsonObject{{QStringLiteral("messagesIn"), toNumber(status.messagesIn)},
                     {QStringLiteral("messagesOut"), toNumber(status.messagesOut)},
                     {QStringLiteral("bytesIn"), toNumber(status.transport.bytesIn)},
                     {QStringLiteral("bytesOut"), toNumber(status.transport.bytesOut)},
                     {QStringLiteral("connections"), toNumber(status.transport.accepted)},
                     {QStringLiteral("connectionsRefused"), toNumber(status.transport.refused)},
                     {QStringLiteral("tlsHandshakes"), toNumber(status.transport.tlsHandshakes)},
                     {QStringLiteral("tlsFailures"), toNumber(status.transport.tlsFailures)},
                     {QStringLiteral("errors"), toNumber(status.errors)}}},
        {QStringLiteral("rates"),
         QJsonObject{{QStringLiteral("messagesIn"), status.rates.messagesIn},
                     {QStringLiteral("messagesOut"), status.rates.messagesOut},
                     {QStringLiteral("bytesIn"), status.rates.bytesIn},
                     {QStringLiteral("bytesOut"), status.rates.bytesOut},
                     {QStringLiteral("errors"), status.rates.errors}}},
        {QStringLiteral("latencyMs"),
         QJsonObject{{QStringLiteral("p50"), toMilliseconds(status.latencyMedian)},
                     {QStringLiteral("p90"), toMilliseconds(status.latency90)},
                     {QStringLiteral("p99"), toMilliseconds(status.latency99)}}},
        {QStringLiteral("process"),
         QJsonObject{{QStringLiteral("cpuPercent"), status.cpuPercent},
                     {QStringLiteral("cpuSeconds"), toMilliseconds(status.process.cpuTime) / 1000},
                     {QStringLiteral("rssBytes"), toNumber(status.process.residentBytes)},
                     {QStringLiteral("descriptors"), toNumber(status.process.openDescriptors)}}}};
    QJsonObject object = publicObject(status);
    for (auto figure = figures.begin(); figure != figures.end(); ++figure)
        object.insert(figure.key(), figure.value());
    if (!roles.isEmpty())
        object.insert(QStringLiteral("roles"), roleNames(roles));
    return compact(object);
}

} // namespace relais::server
