// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "server/log/logsettings.h"

namespace relais::server {

enum class JournalKind : std::uint8_t { Sqlite, None };
enum class JournalSync : std::uint8_t { Full, Normal };
enum class RuntimeEnvironment : std::uint8_t { Development, Production };
enum class ApiKeyUse : std::uint8_t { Auto, On, Off };
enum class TlsVersion : std::uint8_t { Tls12, Tls13 };
/// What a TLS port does with a client that does not speak TLS.
enum class PlaintextPolicy : std::uint8_t { Refuse, Allow };
/// Who may read /metrics; operators may in any case.
enum class MetricsAccess : std::uint8_t { Loopback, Operator, Anyone };

struct NodeSettings {
    /// Shown in status and `sync.connected`. loadConfiguration() fills in the machine's host name.
    std::string name;
};

/// What is kept of messages, and how big one may be.
struct MessageSettings {
    std::chrono::milliseconds timeToLive = std::chrono::minutes(5);
    int capPerUser = 1000; ///< messages kept in one user's queue; oldest out
    int capBroadcast = 1000; ///< messages kept in the broadcast queue; oldest out
    std::chrono::milliseconds sweepInterval = std::chrono::minutes(1); ///< expired ones are freed this often
    std::size_t maximumBytes = 64 * 1024; ///< one message with its envelope
    int maximumDepth = 32; ///< levels of nesting of a payload
};

struct TypeSettings {
    std::vector<std::string> allow; ///< message types that are taken; empty: every well-formed one
};

/// Bounds of the log as a whole, over all users.
struct QueueSettings {
    std::size_t maximumBytes = 256 * 1024 * 1024;
    int maximumUsers = 100'000; ///< users with something kept
    std::size_t maximumPageBytes = 1024 * 1024; ///< of messages in one answer, and a message more
};

struct HttpSettings {
    std::size_t maximumHeadBytes = 16 * 1024; ///< request line and fields
    std::size_t maximumTargetBytes = 8 * 1024;
    int maximumFields = 100; ///< may only be lowered: Qt 6.4 drops all fields of a request with more
    std::size_t maximumBodyBytes = 1024 * 1024;
    std::size_t maximumUnfinishedBytes = 64 * 1024 * 1024; ///< of bodies that are arriving, over one thread
    std::chrono::milliseconds headTimeout = std::chrono::seconds(10); ///< from its first byte to its last
    std::chrono::milliseconds bodyTimeout = std::chrono::seconds(30); ///< from the end of the head
    std::chrono::milliseconds writeTimeout = std::chrono::seconds(30); ///< nothing of an answer is taken
    std::chrono::milliseconds idleTimeout = std::chrono::seconds(75); ///< keep-alive between requests
    std::chrono::milliseconds maximumWait = std::chrono::seconds(30); ///< the most that a long-poll may ask for
};

struct WebSocketSettings {
    std::size_t maximumMessageBytes = 64 * 1024; ///< incoming, over all its fragments
    int maximumFragments = 64; ///< of one message; more is an attack, not a client
    std::chrono::milliseconds messageTimeout = std::chrono::seconds(30); ///< first byte of a message to its last
    std::chrono::milliseconds heartbeat = std::chrono::seconds(25); ///< ping; silent for two of them: closed
    std::size_t maximumUnfinishedBytes = 64 * 1024 * 1024; ///< of unfinished messages, over one thread
    int messagesPerSecond = 0; ///< incoming frames of one connection; 0: no limit, as in development mode
    int messageBurst = 400; ///< the size of that bucket
    std::chrono::milliseconds sendTimeout = std::chrono::seconds(60); ///< takes nothing that is due: closed
    std::chrono::milliseconds authTimeout = std::chrono::seconds(5); ///< from the upgrade to `sync.auth`
};

/// How many there may be at once, over all threads; 0: no limit. In development mode, where every client is on
/// loopback, those of an address and a user are 0 unless set.
struct LimitSettings {
    int connections = 20'000;
    int connectionsPerAddress = 1000; ///< an office or a mobile carrier may stand behind one
    int connectionsPerUser = 100; ///< tabs and devices
    int connectionRate = 0; ///< new ones a second, over all addresses; accepting is cheap, resuming is spread
    int connectionRatePerAddress = 200; ///< new ones a second
    int longPolls = 10'000; ///< waiting at once
};

/// Who is believed, and by what. With none of the sources of keys, the server is in development mode.
struct AuthSettings {
    ApiKeyUse apiKeys = ApiKeyUse::Auto; ///< Auto: when the data directory has a file of keys
    std::string jwtSecret; ///< HS256; the bytes of this text
    std::string jwtSecretFile;
    std::vector<std::string> jwtPublicKeys; ///< PEM files
    std::string jwksFile;
    std::string jwksUrl;
    std::chrono::milliseconds jwksRefresh = std::chrono::minutes(15);
    std::string issuer; ///< `iss` that a token must have; empty: any
    std::vector<std::string> audiences; ///< one of them must be in `aud`; empty: any
    std::chrono::milliseconds leeway = std::chrono::seconds(30); ///< of `exp` and `nbf`
    std::string userClaim = "sub";
    std::string rolesClaim = "roles"; ///< dots go into objects
    std::vector<std::string> defaultRoles = {"user"}; ///< of a token that names none, as those of OIDC providers
    /// Not a setting: is any source of keys in use? loadConfiguration() finds out.
    bool isEnabled = false;
};

/// Requests on /api/* and WebSocket messages, as token buckets; 0 requests: no limit, the default in development
/// mode.
struct RateSettings {
    int userRequests = 1000; ///< of one user, or of an address that is not authenticated
    int publisherRequests = 100'000;
    int adminRequests = 10'000; ///< operators too
    std::chrono::milliseconds window = std::chrono::minutes(15);
    int maximumBuckets = 100'000; ///< of principals, and as many of addresses
};

struct ProxySettings {
    std::vector<std::string> trusted; ///< addresses and networks whose X-Forwarded-For or Forwarded is believed
};

struct TransportSecuritySettings {
    std::string certificateFile; ///< PEM, the chain; empty: no TLS
    std::string keyFile; ///< PEM
    TlsVersion minimumVersion = TlsVersion::Tls12;
    PlaintextPolicy plaintext = PlaintextPolicy::Refuse;
    std::chrono::milliseconds handshakeTimeout = std::chrono::seconds(10);
    std::chrono::milliseconds hstsMaximumAge = std::chrono::hours(180 * 24); ///< 0: no such field
};

struct AuditSettings {
    std::string file = "audit.jsonl"; ///< in the data directory, unless absolute; empty: in memory only
    std::size_t maximumBytes = 10 * 1024 * 1024; ///< then it is rotated
    int files = 5; ///< rotated ones that are kept
};

struct MetricsSettings {
    MetricsAccess access = MetricsAccess::Loopback;
};

struct DrainSettings {
    std::chrono::milliseconds window = std::chrono::seconds(10); ///< clients are sent away spread over this
};

struct CorsSettings {
    /// Exact origins; a port may be `*`. The same list guards the WebSocket upgrade. In production the default is
    /// the empty list: no page of another origin is let in unless named.
    std::vector<std::string> origins = {"http://localhost:*",  "https://localhost:*", "http://127.0.0.1:*",
                                        "https://127.0.0.1:*", "http://[::1]:*",      "https://[::1]:*"};
};

struct HostSettings {
    /// Host fields that are answered, without port. A page that had its name rebound to our address (DNS rebinding)
    /// still says its own name here, and is refused. With authentication the default is empty, any name: such a page
    /// has no token.
    std::vector<std::string> allow = {"localhost", "127.0.0.1", "[::1]"};
};

/// The page at /demo/, which is there in development mode only.
struct DemoPageSettings {
    std::string assetsUrl; ///< what stands before /demo/assets/ in its references; empty: the server's own address
};

/// Every setting of the server with its default: what loadConfiguration() fills from file, environment and flags, and
/// what is passed down, by part, from there. Names, ranges and descriptions are in settingdescriptors.cpp.
struct Settings {
    std::string host = "localhost"; ///< an address, or `localhost`: 127.0.0.1 and ::1 both
    std::uint16_t port = 5000; ///< 0: any that is free
    int threads = 0; ///< I/O threads; 0 (`auto`): one for each core
    std::string dataDirectory = "data"; ///< of journal, API keys and audit; relative to the working directory
    JournalKind journal = JournalKind::Sqlite;
    JournalSync sync = JournalSync::Full; ///< of a journal; less than full lost acknowledged messages in power cuts
    RuntimeEnvironment environment = RuntimeEnvironment::Development;
    /// Clients that reconnect or refetch at once spread themselves over this: `reconnectSpreadMs`.
    std::chrono::milliseconds reconnectSpread = std::chrono::seconds(5);

    LogSettings log;
    NodeSettings node;
    MessageSettings messages;
    TypeSettings types;
    QueueSettings queue;
    HttpSettings http;
    WebSocketSettings webSocket;
    LimitSettings limits;
    DrainSettings drain;
    CorsSettings cors;
    HostSettings hosts;
    AuthSettings auth;
    RateSettings rate;
    ProxySettings proxies;
    TransportSecuritySettings tls;
    AuditSettings audit;
    MetricsSettings metrics;
    DemoPageSettings demo;
};

} // namespace relais::server
