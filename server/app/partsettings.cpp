// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/app/partsettings.h"

#include "server/app/version.h"
#include "server/config/configuration.h"

namespace relais::server {

namespace {

/// Paths of files that are the server's own lie in its data directory, unless they are absolute; none stays none.
std::string inDataDirectory(const Settings &settings, const std::string &path)
{
    return path.empty() || path.starts_with('/') ? path : settings.dataDirectory + '/' + path;
}

NetworkList trustedProxies(const Settings &settings)
{
    return NetworkList::parse(settings.proxies.trusted).value(); // the configuration has checked each
}

MetricsReaders metricsReaders(MetricsAccess access)
{
    switch (access) {
    case MetricsAccess::Loopback:
        break;
    case MetricsAccess::Operator:
        return MetricsReaders::Operators;
    case MetricsAccess::Anyone:
        return MetricsReaders::Anyone;
    }
    return MetricsReaders::Loopback;
}

JwtRules jwtRules(const AuthSettings &auth)
{
    return {.issuer = auth.issuer.empty() ? std::nullopt : std::optional(auth.issuer),
            .audiences = auth.audiences,
            .leeway = auth.leeway,
            .userClaim = auth.userClaim,
            .rolesClaim = auth.rolesClaim};
}

} // namespace

LogLimits logLimits(const Settings &settings)
{
    return {.ttl = settings.messages.timeToLive,
            .messagesPerUser = static_cast<std::size_t>(settings.messages.capPerUser),
            .broadcasts = static_cast<std::size_t>(settings.messages.capBroadcast),
            .bytes = settings.queue.maximumBytes,
            .users = static_cast<std::size_t>(settings.queue.maximumUsers),
            .pageBytes = settings.queue.maximumPageBytes};
}

JournalSettings journalSettings(const Settings &settings)
{
    return {.directory = settings.dataDirectory,
            .durability = settings.sync == JournalSync::Full ? JournalDurability::SurvivesPowerCut
                                                             : JournalDurability::SurvivesProcess};
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
    result.unfinishedBodyBytes = settings.http.maximumUnfinishedBytes;
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

AccessService::Settings accessSettings(const Settings &settings)
{
    const AuthSettings &auth = settings.auth;
    if (!auth.isEnabled)
        return {};
    return {.isEnabled = true,
            .apiKeyFile = auth.apiKeys == ApiKeyUse::Off ? std::string() : apiKeyFile(settings),
            .tokenKeys = {.secret = auth.jwtSecret,
                          .secretFile = auth.jwtSecretFile,
                          .publicKeyFiles = auth.jwtPublicKeys,
                          .jwksFile = auth.jwksFile,
                          .jwksUrl = auth.jwksUrl,
                          .refresh = {.interval = auth.jwksRefresh}},
            .jwt = jwtRules(auth),
            .defaultRoles = RoleSet::parseKnown(auth.defaultRoles)};
}

RateLimiterSettings rateLimiterSettings(const Settings &settings)
{
    const auto buckets = static_cast<std::size_t>(settings.rate.maximumBuckets);
    return {.principals = buckets, .addresses = buckets};
}

AuditLogSettings auditSettings(const Settings &settings)
{
    AuditLogSettings result;
    result.file = inDataDirectory(settings, settings.audit.file);
    result.maximumFileBytes = settings.audit.maximumBytes;
    result.rotatedFiles = settings.audit.files;
    return result;
}

ApiSettings apiSettings(const Settings &settings)
{
    return {.messages = {.maximumBytes = settings.messages.maximumBytes,
                         .maximumDepth = settings.messages.maximumDepth,
                         .allowedTypes = settings.types.allow},
            .maximumWait = settings.http.maximumWait,
            .heartbeat = settings.webSocket.heartbeat,
            .reconnectSpread = settings.reconnectSpread,
            .authTimeout = settings.webSocket.authTimeout,
            .rate = {.userRequests = static_cast<std::uint32_t>(settings.rate.userRequests),
                     .publisherRequests = static_cast<std::uint32_t>(settings.rate.publisherRequests),
                     .adminRequests = static_cast<std::uint32_t>(settings.rate.adminRequests),
                     .window = settings.rate.window},
            .metricsReaders = metricsReaders(settings.metrics.access),
            .trustedProxies = trustedProxies(settings),
            .origins = settings.cors.origins,
            .demo = {.isServed = !settings.auth.isEnabled, .assetsUrl = settings.demo.assetsUrl},
            .hosts = settings.hosts.allow};
}

} // namespace relais::server
