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

constexpr SettingDescriptor withWordForZero(std::string_view word, SettingDescriptor descriptor)
{
    descriptor.wordForZero = word;
    return descriptor;
}

// One entry a setting: name, member, range or choices, and what it is for. Lower bounds of deadlines are what a slow
// but honest peer on a local network can still meet; upper bounds are where a value is more likely a slip of a unit.
constexpr std::array Table = {
    withFlag(text("host", At<&Settings::host>{}, isListenAddress,
                  QT_TRANSLATE_NOOP("relais-server", "an IP address, or localhost for 127.0.0.1 and ::1 both"),
                  QT_TRANSLATE_NOOP("relais-server", "address to listen on; this version takes loopback only"))),
    withFlag(count("port", At<&Settings::port>{}, 0, 65535,
                   QT_TRANSLATE_NOOP("relais-server", "port for HTTP and WebSocket; 0 takes any that is free"))),
    withFlag(withWordForZero("auto",
                             count("threads", At<&Settings::threads>{}, 1, 64,
                                   QT_TRANSLATE_NOOP("relais-server", "I/O threads; auto is one for each core")))),
    withFlag(text("data_dir", At<&Settings::dataDirectory>{}, isPath, QT_TRANSLATE_NOOP("relais-server", "a path"),
                  QT_TRANSLATE_NOOP("relais-server", "directory of the journal; not used in this version"))),
    withFlag(choice(
        "journal", At<&Settings::journal>{}, Journals,
        QT_TRANSLATE_NOOP("relais-server",
                          "what keeps messages over a restart; this version has only none: they are in memory"))),
    withFlag(choice(
        "sync", At<&Settings::sync>{}, JournalSyncs,
        QT_TRANSLATE_NOOP("relais-server", "when the journal counts as written; normal needs the sqlite journal"))),
    choice("env", At<&Settings::environment>{}, Environments,
           QT_TRANSLATE_NOOP("relais-server",
                             "production takes no foreign origin by default; without authentication, which this "
                             "version does not have, both listen on loopback only")),
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

    size("http.max_head", At<&Settings::http, &HttpSettings::maximumHeadBytes>{}, 1 * KiB, 256 * KiB,
         QT_TRANSLATE_NOOP("relais-server", "largest head of a request: request line and header fields")),
    size("http.max_target", At<&Settings::http, &HttpSettings::maximumTargetBytes>{}, 256, 64 * KiB,
         QT_TRANSLATE_NOOP("relais-server", "largest path with query of a request")),
    count("http.max_fields", At<&Settings::http, &HttpSettings::maximumFields>{}, 8, 100,
          QT_TRANSLATE_NOOP("relais-server", "most header fields of a request")),
    size("http.max_body", At<&Settings::http, &HttpSettings::maximumBodyBytes>{}, 1 * KiB, 64 * MiB,
         QT_TRANSLATE_NOOP("relais-server", "largest body of a request")),
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

    count("limits.connections", At<&Settings::limits, &LimitSettings::connections>{}, 1, Million,
          QT_TRANSLATE_NOOP("relais-server", "most connections at once, over all threads")),
    count("limits.connections_per_address", At<&Settings::limits, &LimitSettings::connectionsPerAddress>{}, 0,
          Million, QT_TRANSLATE_NOOP("relais-server", "most connections at once from one address; 0 is no limit")),
    count("limits.connections_per_user", At<&Settings::limits, &LimitSettings::connectionsPerUser>{}, 0, Million,
          QT_TRANSLATE_NOOP("relais-server", "most connections at once of one user; 0 is no limit")),
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
         QT_TRANSLATE_NOOP("relais-server", "values of the Host field that are answered, against DNS rebinding")),
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
