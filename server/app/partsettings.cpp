// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/app/partsettings.h"

#include "server/app/version.h"

namespace relais::server {

LogLimits logLimits(const Settings &settings)
{
    return {.ttl = settings.messages.timeToLive,
            .messagesPerUser = static_cast<std::size_t>(settings.messages.capPerUser),
            .broadcasts = static_cast<std::size_t>(settings.messages.capBroadcast),
            .bytes = settings.queue.maximumBytes,
            .users = static_cast<std::size_t>(settings.queue.maximumUsers)};
}

RealtimeSyncService::Settings syncSettings(const Settings &settings)
{
    return {.version = versionText,
            .node = settings.node.name,
            .clients = {.perUser = static_cast<std::size_t>(settings.limits.connectionsPerUser),
                        .longPolls = static_cast<std::size_t>(settings.limits.longPolls)},
            .defaultSpread = settings.reconnectSpread};
}

TransportSettings transportSettings(const Settings &settings)
{
    TransportSettings result;
    result.http = {.headBytes = settings.http.maximumHeadBytes,
                   .targetBytes = settings.http.maximumTargetBytes,
                   .fields = static_cast<std::size_t>(settings.http.maximumFields),
                   .bodyBytes = settings.http.maximumBodyBytes};
    result.headTimeout = settings.http.headTimeout;
    result.bodyTimeout = settings.http.bodyTimeout;
    result.writeTimeout = settings.http.writeTimeout;
    result.idleTimeout = settings.http.idleTimeout;
    result.webSocket = {.messageBytes = settings.webSocket.maximumMessageBytes,
                        .fragments = static_cast<std::size_t>(settings.webSocket.maximumFragments)};
    result.messageTimeout = settings.webSocket.messageTimeout;
    result.heartbeat = settings.webSocket.heartbeat;
    result.sendTimeout = settings.webSocket.sendTimeout;
    result.unfinishedBytes = settings.webSocket.maximumUnfinishedBytes;
    result.messagesPerSecond = static_cast<std::size_t>(settings.webSocket.messagesPerSecond);
    result.messageBurst = static_cast<std::size_t>(settings.webSocket.messageBurst);
    result.connections = static_cast<std::size_t>(settings.limits.connections);
    result.connectionsPerAddress = static_cast<std::size_t>(settings.limits.connectionsPerAddress);
    result.connectionRate = static_cast<std::uint32_t>(settings.limits.connectionRate);
    result.connectionRatePerAddress = static_cast<std::uint32_t>(settings.limits.connectionRatePerAddress);
    // Configuration has checked them; trusting nobody is what is safe should the two ever differ.
    if (const auto trusted = NetworkList::parse(settings.proxies.trusted))
        result.trustedProxies = *trusted;
    return result;
}

TlsSettings tlsSettings(const Settings &settings)
{
    return {.certificateFile = settings.tls.certificateFile,
            .keyFile = settings.tls.keyFile,
            .minimumVersion = settings.tls.minimumVersion == TlsVersion::Tls13 ? TlsSettings::Version::Tls13
                                                                               : TlsSettings::Version::Tls12,
            .allowsPlaintext = settings.tls.plaintext == PlaintextPolicy::Allow,
            .handshakeTimeout = settings.tls.handshakeTimeout,
            .strictTransportSecurity = std::chrono::duration_cast<std::chrono::seconds>(settings.tls.hstsMaximumAge)};
}

ApiSettings apiSettings(const Settings &settings)
{
    return {.messages = {.maximumBytes = settings.messages.maximumBytes,
                         .maximumDepth = settings.messages.maximumDepth,
                         .allowedTypes = settings.types.allow},
            .maximumWait = settings.http.maximumWait,
            .heartbeat = settings.webSocket.heartbeat,
            .reconnectSpread = settings.reconnectSpread,
            .origins = settings.cors.origins,
            .hosts = settings.hosts.allow};
}

} // namespace relais::server
