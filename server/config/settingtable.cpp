// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/config/settingdescriptors.h"

#include <QtGlobal>

#include <algorithm>
#include <array>

#include "server/config/settingchecks.h"

namespace relais::server {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t KiB = 1024;
constexpr std::int64_t MiB = 1024 * KiB;
constexpr std::int64_t GiB = 1024 * MiB;
constexpr std::int64_t Million = 1'000'000;

// In the order of the enumerations in settings.h.
constexpr std::array<std::string_view, 2> Journals = {"sqlite", "none"};
constexpr std::array<std::string_view, 2> JournalSyncs = {"full", "normal"};
constexpr std::array<std::string_view, 2> Environments = {"development", "production"};
constexpr std::array<std::string_view, 3> ApiKeyUses = {"auto", "on", "off"};
constexpr std::array<std::string_view, 2> TlsVersions = {"1.2", "1.3"};
constexpr std::array<std::string_view, 2> PlaintextPolicies = {"refuse", "allow"};
constexpr std::array<std::string_view, 3> MetricsAccesses = {"loopback", "operator", "anyone"};
constexpr std::array<std::string_view, 3> LogFormats = {"text", "json", "auto"};
constexpr std::array<std::string_view, 4> LogLevels = {"debug", "info", "warning", "error"};

SettingValue toValue(const std::string &text)
{
    return text;
}

SettingValue toValue(const std::vector<std::string> &items)
{
    return items;
}

SettingValue toValue(std::chrono::milliseconds duration)
{
    return static_cast<std::int64_t>(duration.count());
}

template <typename Number> SettingValue toValue(Number number)
{
    return static_cast<std::int64_t>(number);
}

template <typename Member> void assign(Member &member, const SettingValue &value)
{
    if constexpr (std::is_same_v<Member, std::string> || std::is_same_v<Member, std::vector<std::string>>)
        member = std::get<Member>(value);
    else if constexpr (std::is_same_v<Member, std::chrono::milliseconds>)
        member = std::chrono::milliseconds(std::get<std::int64_t>(value));
    else
        member = static_cast<Member>(std::get<std::int64_t>(value));
}

/// A member of Settings, or a member of one of its parts, as the two functions of a descriptor.
template <auto... Path> struct At {
    static SettingValue read(const Settings &settings) { return toValue((settings.*....*Path)); }
    static void write(Settings &settings, const SettingValue &value) { assign((settings.*....*Path), value); }
};

template <typename Member>
constexpr SettingDescriptor setting(SettingKind kind, std::string_view name, Member, const char *summary)
{
    return {.name = name, .kind = kind, .summary = summary, .read = &Member::read, .write = &Member::write};
}

template <typename Member>
constexpr SettingDescriptor count(std::string_view name, Member member, std::int64_t minimum, std::int64_t maximum,
                                  const char *summary)
{
    SettingDescriptor descriptor = setting(SettingKind::Count, name, member, summary);
    descriptor.minimum = minimum;
    descriptor.maximum = maximum;
    return descriptor;
}

template <typename Member>
constexpr SettingDescriptor size(std::string_view name, Member member, std::int64_t minimum, std::int64_t maximum,
                                 const char *summary)
{
    SettingDescriptor descriptor = count(name, member, minimum, maximum, summary);
    descriptor.kind = SettingKind::Size;
    return descriptor;
}

template <typename Member>
constexpr SettingDescriptor duration(std::string_view name, Member member, std::chrono::milliseconds minimum,
                                     std::chrono::milliseconds maximum, const char *summary)
{
    SettingDescriptor descriptor = count(name, member, minimum.count(), maximum.count(), summary);
    descriptor.kind = SettingKind::Duration;
    return descriptor;
}

template <typename Member>
constexpr SettingDescriptor choice(std::string_view name, Member member, std::span<const std::string_view> choices,
                                   const char *summary)
{
    SettingDescriptor descriptor = setting(SettingKind::Choice, name, member, summary);
    descriptor.choices = choices;
    return descriptor;
}

template <typename Member>
constexpr SettingDescriptor text(std::string_view name, Member member, bool (*accepts)(std::string_view),
                                 const char *expected, const char *summary)
{
    SettingDescriptor descriptor = setting(SettingKind::Text, name, member, summary);
    descriptor.accepts = accepts;
    descriptor.expectation = expected;
    return descriptor;
}

template <typename Member>
constexpr SettingDescriptor list(std::string_view name, Member member, bool (*accepts)(std::string_view),
                                 const char *expected, const char *summary)
{
    SettingDescriptor descriptor = text(name, member, accepts, expected, summary);
    descriptor.kind = SettingKind::List;
    return descriptor;
}

constexpr SettingDescriptor withFlag(SettingDescriptor descriptor)
{
    descriptor.hasFlag = true;
    return descriptor;
}

constexpr SettingDescriptor secret(SettingDescriptor descriptor)
{
    descriptor.isSecret = true;
    return descriptor;
}

constexpr SettingDescriptor withWordForZero(std::string_view word, SettingDescriptor descriptor)
{
    descriptor.wordForZero = word;
    return descriptor;
}

// One entry a setting: name, member, range or choices, and what it is for. Lower bounds of deadlines are what a slow
// but honest peer on a local network can still meet; upper bounds are where a value is more likely a slip of a unit.
constexpr std::array Table = {
    withFlag(text(
        "host", At<&Settings::host>{}, isListenAddress,
        QT_TRANSLATE_NOOP("relais-server", "an IP address, or localhost for 127.0.0.1 and ::1 both"),
        QT_TRANSLATE_NOOP("relais-server", "address to listen on; without authentication only loopback is taken"))),
    withFlag(count("port", At<&Settings::port>{}, 0, 65535,
                   QT_TRANSLATE_NOOP("relais-server", "port for HTTP and WebSocket; 0 takes any that is free"))),
    withFlag(withWordForZero("auto",
                             count("threads", At<&Settings::threads>{}, 1, 64,
                                   QT_TRANSLATE_NOOP("relais-server", "I/O threads; auto is one for each core")))),
    withFlag(text("data_dir", At<&Settings::dataDirectory>{}, isPath, QT_TRANSLATE_NOOP("relais-server", "a path"),
                  QT_TRANSLATE_NOOP("relais-server", "directory of journal, API keys and audit log"))),
    withFlag(choice(
        "journal", At<&Settings::journal>{}, Journals,
        QT_TRANSLATE_NOOP("relais-server", "what keeps messages over a restart: a file in data_dir, or nothing"))),
    withFlag(choice("sync", At<&Settings::sync>{}, JournalSyncs,
                    QT_TRANSLATE_NOOP("relais-server",
                                      "when a message in the journal is acknowledged: full survives a power "
                                      "cut, normal an end of the server only"))),
    choice("env", At<&Settings::environment>{}, Environments,
           QT_TRANSLATE_NOOP("relais-server",
                             "production takes no foreign origin by default; it is authentication, not this, that "
                             "lets the server listen beyond loopback")),
    duration("reconnect_spread", At<&Settings::reconnectSpread>{}, 0s, 10min,
             QT_TRANSLATE_NOOP("relais-server", "time over which clients are asked to spread reconnects")),

    withFlag(choice("log.format", At<&Settings::log, &LogSettings::format>{}, LogFormats,
                    QT_TRANSLATE_NOOP("relais-server", "auto is text on a terminal, else JSON lines"))),
    withFlag(choice("log.level", At<&Settings::log, &LogSettings::level>{}, LogLevels,
                    QT_TRANSLATE_NOOP("relais-server", "the least severe level that is logged"))),

    text("node.name", At<&Settings::node, &NodeSettings::name>{}, isNodeName,
         QT_TRANSLATE_NOOP("relais-server", "1 to 64 letters, digits, dots, dashes and underscores"),
         QT_TRANSLATE_NOOP("relais-server", "name of this server in status and log; default: the host name")),

    duration("messages.ttl", At<&Settings::messages, &MessageSettings::timeToLive>{}, 100ms, 7 * 24h,
             QT_TRANSLATE_NOOP("relais-server", "how long a message is kept")),
    count("messages.cap_per_user", At<&Settings::messages, &MessageSettings::capPerUser>{}, 1, Million,
          QT_TRANSLATE_NOOP("relais-server", "most messages kept for a user; the oldest leave first")),
    count("messages.cap_broadcast", At<&Settings::messages, &MessageSettings::capBroadcast>{}, 1, Million,
          QT_TRANSLATE_NOOP("relais-server", "most broadcasts kept; the oldest leave first")),
    duration("messages.sweep_interval", At<&Settings::messages, &MessageSettings::sweepInterval>{}, 100ms, 1h,
             QT_TRANSLATE_NOOP("relais-server", "how often the memory of expired messages is freed")),
    size("messages.max_bytes", At<&Settings::messages, &MessageSettings::maximumBytes>{}, 1 * KiB, 16 * MiB,
         QT_TRANSLATE_NOOP("relais-server", "largest message, with its envelope")),
    count("messages.max_depth", At<&Settings::messages, &MessageSettings::maximumDepth>{}, 1, 256,
          QT_TRANSLATE_NOOP("relais-server", "most levels of nesting in a payload")),

    list("types.allow", At<&Settings::types, &TypeSettings::allow>{}, isAllowableType,
         QT_TRANSLATE_NOOP("relais-server", "message types such as order.updated, none of them sync.*"),
         QT_TRANSLATE_NOOP("relais-server", "the only message types that are taken; empty takes every type")),

    size("queue.max_bytes", At<&Settings::queue, &QueueSettings::maximumBytes>{}, 1 * MiB, 64 * GiB,
         QT_TRANSLATE_NOOP("relais-server", "most bytes kept, over all users")),
    count("queue.max_users", At<&Settings::queue, &QueueSettings::maximumUsers>{}, 1, 10 * Million,
          QT_TRANSLATE_NOOP("relais-server", "most users for whom something is kept")),
    size("queue.max_page", At<&Settings::queue, &QueueSettings::maximumPageBytes>{}, 16 * KiB, 256 * MiB,
         QT_TRANSLATE_NOOP("relais-server", "most bytes of messages in one answer to a poll; hasMore says of more")),

    size("http.max_head", At<&Settings::http, &HttpSettings::maximumHeadBytes>{}, 1 * KiB, 256 * KiB,
         QT_TRANSLATE_NOOP("relais-server", "largest head of a request: request line and header fields")),
    size("http.max_target", At<&Settings::http, &HttpSettings::maximumTargetBytes>{}, 256, 64 * KiB,
         QT_TRANSLATE_NOOP("relais-server", "largest path with query of a request")),
    count("http.max_fields", At<&Settings::http, &HttpSettings::maximumFields>{}, 8, 100,
          QT_TRANSLATE_NOOP("relais-server", "most header fields of a request")),
    size("http.max_body", At<&Settings::http, &HttpSettings::maximumBodyBytes>{}, 1 * KiB, 64 * MiB,
         QT_TRANSLATE_NOOP("relais-server", "largest body of a request")),
    size("http.max_unfinished_bytes", At<&Settings::http, &HttpSettings::maximumUnfinishedBytes>{}, 64 * KiB,
         16 * GiB,
         QT_TRANSLATE_NOOP("relais-server",
                           "most bytes held by bodies that have not come whole, over all clients of a thread")),
    duration("http.head_timeout", At<&Settings::http, &HttpSettings::headTimeout>{}, 100ms, 10min,
             QT_TRANSLATE_NOOP("relais-server", "time for a head to arrive whole, from its first byte")),
    duration("http.body_timeout", At<&Settings::http, &HttpSettings::bodyTimeout>{}, 100ms, 10min,
             QT_TRANSLATE_NOOP("relais-server", "time for a body to arrive whole")),
    duration("http.write_timeout", At<&Settings::http, &HttpSettings::writeTimeout>{}, 100ms, 10min,
             QT_TRANSLATE_NOOP("relais-server", "time for a client to take anything of its answer")),
    duration("http.idle_timeout", At<&Settings::http, &HttpSettings::idleTimeout>{}, 100ms, 1h,
             QT_TRANSLATE_NOOP("relais-server", "time that a connection may stay open between two requests")),
    duration("http.max_wait", At<&Settings::http, &HttpSettings::maximumWait>{}, 0s, 5min,
             QT_TRANSLATE_NOOP("relais-server", "the longest wait that a long-poll may ask for")),

    size("websocket.max_message", At<&Settings::webSocket, &WebSocketSettings::maximumMessageBytes>{}, 1 * KiB,
         16 * MiB, QT_TRANSLATE_NOOP("relais-server", "largest incoming message, over all its fragments")),
    count("websocket.max_fragments", At<&Settings::webSocket, &WebSocketSettings::maximumFragments>{}, 1, 10'000,
          QT_TRANSLATE_NOOP("relais-server", "most fragments of an incoming message")),
    duration("websocket.message_timeout", At<&Settings::webSocket, &WebSocketSettings::messageTimeout>{}, 100ms,
             10min, QT_TRANSLATE_NOOP("relais-server", "time for an incoming message to arrive whole")),
    duration("websocket.heartbeat", At<&Settings::webSocket, &WebSocketSettings::heartbeat>{}, 100ms, 10min,
             QT_TRANSLATE_NOOP("relais-server", "time between pings; a client silent for two of them is closed")),
    size("websocket.max_unfinished_bytes", At<&Settings::webSocket, &WebSocketSettings::maximumUnfinishedBytes>{},
         64 * KiB, 16 * GiB,
         QT_TRANSLATE_NOOP("relais-server",
                           "most bytes held by unfinished incoming messages, over all clients of a thread")),
    count("websocket.messages_per_second", At<&Settings::webSocket, &WebSocketSettings::messagesPerSecond>{}, 0,
          Million, QT_TRANSLATE_NOOP("relais-server", "incoming messages of a client each second, in the long run")),
    count("websocket.message_burst", At<&Settings::webSocket, &WebSocketSettings::messageBurst>{}, 0, Million,
          QT_TRANSLATE_NOOP("relais-server", "incoming messages of a client that may come at once")),
    duration("websocket.send_timeout", At<&Settings::webSocket, &WebSocketSettings::sendTimeout>{}, 100ms, 10min,
             QT_TRANSLATE_NOOP("relais-server", "time for a client to take anything of what is due to it")),
    duration("websocket.auth_timeout", At<&Settings::webSocket, &WebSocketSettings::authTimeout>{}, 100ms, 10min,
             QT_TRANSLATE_NOOP("relais-server",
                               "time for a client that connected without a token to send it as sync.auth")),

    count("limits.connections", At<&Settings::limits, &LimitSettings::connections>{}, 1, Million,
          QT_TRANSLATE_NOOP("relais-server", "most connections at once, over all threads")),
    count("limits.connections_per_address", At<&Settings::limits, &LimitSettings::connectionsPerAddress>{}, 0,
          Million,
          QT_TRANSLATE_NOOP("relais-server",
                            "most connections at once from one address; 0 is no limit, the "
                            "default in development mode")),
    count("limits.connections_per_user", At<&Settings::limits, &LimitSettings::connectionsPerUser>{}, 0, Million,
          QT_TRANSLATE_NOOP("relais-server",
                            "most WebSockets at once of one user; 0 is no limit, the default in "
                            "development mode")),
    count("limits.connection_rate", At<&Settings::limits, &LimitSettings::connectionRate>{}, 0, Million,
          QT_TRANSLATE_NOOP("relais-server", "most new connections a second; 0 is no limit")),
    count("limits.connection_rate_per_address", At<&Settings::limits, &LimitSettings::connectionRatePerAddress>{}, 0,
          Million,
          QT_TRANSLATE_NOOP("relais-server",
                            "most new connections a second from one address; 0 is no limit, the default in "
                            "development mode")),
    count("limits.long_polls", At<&Settings::limits, &LimitSettings::longPolls>{}, 1, Million,
          QT_TRANSLATE_NOOP("relais-server", "most long-polls waiting at once")),

    duration("drain.window", At<&Settings::drain, &DrainSettings::window>{}, 0s, 10min,
             QT_TRANSLATE_NOOP("relais-server", "time over which clients are sent away on a stop")),

    list("cors.origins", At<&Settings::cors, &CorsSettings::origins>{}, isOrigin,
         QT_TRANSLATE_NOOP("relais-server",
                           "origins such as https://example.org or http://localhost:*, without a path"),
         QT_TRANSLATE_NOOP("relais-server",
                           "origins of pages that may use the server, over HTTP and WebSocket; in production the "
                           "default is none")),

    list("hosts.allow", At<&Settings::hosts, &HostSettings::allow>{}, isHostName,
         QT_TRANSLATE_NOOP("relais-server", "host names or addresses without a port, such as localhost or [::1]"),
         QT_TRANSLATE_NOOP("relais-server",
                           "values of the Host field that are answered, against DNS rebinding; with "
                           "authentication the default is any")),

    choice("auth.api_keys", At<&Settings::auth, &AuthSettings::apiKeys>{}, ApiKeyUses,
           QT_TRANSLATE_NOOP("relais-server",
                             "are API keys taken (relais-server keys); auto: when data_dir has a keys.json")),
    secret(text("auth.jwt_secret", At<&Settings::auth, &AuthSettings::jwtSecret>{}, isJwtSecret,
                QT_TRANSLATE_NOOP("relais-server", "at least 32 bytes"),
                QT_TRANSLATE_NOOP("relais-server",
                                  "secret of HS256 tokens; from the environment or a file that only its owner reads, "
                                  "never from the command line"))),
    text("auth.jwt_secret_file", At<&Settings::auth, &AuthSettings::jwtSecretFile>{}, isOptionalPath,
         QT_TRANSLATE_NOOP("relais-server", "a path"),
         QT_TRANSLATE_NOOP("relais-server", "file that holds the secret of HS256 tokens")),
    list("auth.jwt_public_keys", At<&Settings::auth, &AuthSettings::jwtPublicKeys>{}, isPath,
         QT_TRANSLATE_NOOP("relais-server", "paths of PEM files"),
         QT_TRANSLATE_NOOP("relais-server",
                           "public keys or certificates of RS256, ES256 and EdDSA tokens; the kind of a key decides "
                           "its algorithm")),
    text("auth.jwks_file", At<&Settings::auth, &AuthSettings::jwksFile>{}, isOptionalPath,
         QT_TRANSLATE_NOOP("relais-server", "a path"),
         QT_TRANSLATE_NOOP("relais-server", "file with a JSON Web Key Set")),
    text("auth.jwks_url", At<&Settings::auth, &AuthSettings::jwksUrl>{}, isKeySetUrl,
         QT_TRANSLATE_NOOP("relais-server", "an https URL, or http on loopback"),
         QT_TRANSLATE_NOOP("relais-server",
                           "address of the JSON Web Key Set of an OpenID Connect provider; needs auth.issuer and "
                           "auth.audiences")),
    duration("auth.jwks_refresh", At<&Settings::auth, &AuthSettings::jwksRefresh>{}, 10s, 7 * 24h,
             QT_TRANSLATE_NOOP("relais-server", "how often the key set is fetched anew")),
    text("auth.issuer", At<&Settings::auth, &AuthSettings::issuer>{}, isClaimValue,
         QT_TRANSLATE_NOOP("relais-server", "a text without control characters"),
         QT_TRANSLATE_NOOP("relais-server", "iss that a token must have; empty takes any")),
    list("auth.audiences", At<&Settings::auth, &AuthSettings::audiences>{}, isClaimValue,
         QT_TRANSLATE_NOOP("relais-server", "texts without control characters"),
         QT_TRANSLATE_NOOP("relais-server", "aud of which a token must have one; empty takes any")),
    duration("auth.leeway", At<&Settings::auth, &AuthSettings::leeway>{}, 0s, 10min,
             QT_TRANSLATE_NOOP("relais-server", "how far the clocks of issuer and server may be apart")),
    text("auth.user_claim", At<&Settings::auth, &AuthSettings::userClaim>{}, isClaimName,
         QT_TRANSLATE_NOOP("relais-server", "the name of a claim"),
         QT_TRANSLATE_NOOP("relais-server", "claim of a token that is the user id")),
    text("auth.roles_claim", At<&Settings::auth, &AuthSettings::rolesClaim>{}, isClaimName,
         QT_TRANSLATE_NOOP("relais-server", "the name of a claim"),
         QT_TRANSLATE_NOOP("relais-server", "claim of a token with its roles; dots go into objects")),
    list("auth.default_roles", At<&Settings::auth, &AuthSettings::defaultRoles>{}, isRoleName,
         QT_TRANSLATE_NOOP("relais-server", "roles: user, publisher, operator, admin"),
         QT_TRANSLATE_NOOP("relais-server", "roles of a token that names none")),

    count("rate.requests", At<&Settings::rate, &RateSettings::userRequests>{}, 0, 1000 * Million,
          QT_TRANSLATE_NOOP("relais-server",
                            "requests and messages of a user, or of an address without a token, in a window; 0 is no "
                            "limit, the default in development mode")),
    count("rate.publisher_requests", At<&Settings::rate, &RateSettings::publisherRequests>{}, 0, 1000 * Million,
          QT_TRANSLATE_NOOP("relais-server", "the same of a publisher")),
    count("rate.admin_requests", At<&Settings::rate, &RateSettings::adminRequests>{}, 0, 1000 * Million,
          QT_TRANSLATE_NOOP("relais-server", "the same of an operator or admin")),
    duration("rate.window", At<&Settings::rate, &RateSettings::window>{}, 1s, 24h,
             QT_TRANSLATE_NOOP("relais-server", "the window of these; what is used up comes back evenly over it")),
    count("rate.max_buckets", At<&Settings::rate, &RateSettings::maximumBuckets>{}, 1000, 10 * Million,
          QT_TRANSLATE_NOOP("relais-server", "most principals, and most addresses, that are counted one by one")),

    list("proxies.trusted", At<&Settings::proxies, &ProxySettings::trusted>{}, isNetwork,
         QT_TRANSLATE_NOOP("relais-server", "addresses or networks such as 10.0.0.0/8"),
         QT_TRANSLATE_NOOP("relais-server",
                           "proxies whose X-Forwarded-For, Forwarded and X-Forwarded-Proto are believed")),

    text("tls.certificate", At<&Settings::tls, &TransportSecuritySettings::certificateFile>{}, isOptionalPath,
         QT_TRANSLATE_NOOP("relais-server", "a path"),
         QT_TRANSLATE_NOOP("relais-server", "PEM file with the certificate chain; empty is no TLS")),
    text("tls.key", At<&Settings::tls, &TransportSecuritySettings::keyFile>{}, isOptionalPath,
         QT_TRANSLATE_NOOP("relais-server", "a path"),
         QT_TRANSLATE_NOOP("relais-server", "PEM file with the private key of the certificate")),
    choice("tls.minimum_version", At<&Settings::tls, &TransportSecuritySettings::minimumVersion>{}, TlsVersions,
           QT_TRANSLATE_NOOP("relais-server", "oldest version of TLS that is spoken")),
    choice("tls.plaintext", At<&Settings::tls, &TransportSecuritySettings::plaintext>{}, PlaintextPolicies,
           QT_TRANSLATE_NOOP("relais-server", "may the TLS port be used without TLS as well")),
    duration("tls.handshake_timeout", At<&Settings::tls, &TransportSecuritySettings::handshakeTimeout>{}, 100ms,
             10min, QT_TRANSLATE_NOOP("relais-server", "time for a TLS handshake")),
    duration("tls.hsts", At<&Settings::tls, &TransportSecuritySettings::hstsMaximumAge>{}, 0s, 2 * 365 * 24h,
             QT_TRANSLATE_NOOP("relais-server",
                               "how long browsers are told to use https only (Strict-Transport-Security); 0s is not "
                               "to tell")),

    text("audit.file", At<&Settings::audit, &AuditSettings::file>{}, isOptionalPath,
         QT_TRANSLATE_NOOP("relais-server", "a path"),
         QT_TRANSLATE_NOOP("relais-server",
                           "file of the audit log, in data_dir; empty is in memory only, the default in development "
                           "mode")),
    size("audit.max_bytes", At<&Settings::audit, &AuditSettings::maximumBytes>{}, 64 * KiB, 1 * GiB,
         QT_TRANSLATE_NOOP("relais-server", "size at which the audit log is rotated")),
    count("audit.files", At<&Settings::audit, &AuditSettings::files>{}, 1, 1000,
          QT_TRANSLATE_NOOP("relais-server", "rotated audit logs that are kept")),

    choice("metrics.access", At<&Settings::metrics, &MetricsSettings::access>{}, MetricsAccesses,
           QT_TRANSLATE_NOOP("relais-server",
                             "who may read /metrics without the token of an operator: loopback is this machine, but "
                             "not through a proxy; operator is nobody")),

    text("demo.assets_url", At<&Settings::demo, &DemoPageSettings::assetsUrl>{}, isAssetsUrl,
         QT_TRANSLATE_NOOP("relais-server", "an http or https URL without query, such as https://cdn.example.org"),
         QT_TRANSLATE_NOOP("relais-server",
                           "where browsers get the files of the demo page, when a CDN stands in front of the server; "
                           "empty is the server itself")),
};

} // namespace

std::span<const SettingDescriptor> settingDescriptors()
{
    return Table;
}

const SettingDescriptor *findSetting(std::string_view name)
{
    const auto found = std::find_if(Table.begin(), Table.end(),
                                    [name](const SettingDescriptor &candidate) { return candidate.name == name; });
    return found == Table.end() ? nullptr : &*found;
}

} // namespace relais::server
