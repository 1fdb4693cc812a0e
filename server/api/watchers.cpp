// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/watchers.h"

#include <algorithm>

#include "server/api/statusjson.h"
#include "server/api/syncframes.h"
#include "server/api/tapframe.h"
#include "server/transport/websocketconnection.h"

namespace relais::server {

using namespace std::chrono_literals;

namespace {

// Often enough to look live; the log still knows each single message then, unless thousands come in this time.
constexpr auto tick = 100ms;
constexpr std::size_t maximumWatchers = 16; // of one thread: they cost all clients a little
// A frame that waits for the kernel must leave room for the client's own acknowledgements.
constexpr double frameBytes = 128 * 1024;

bool matches(const TapFilter &filter, const EncodedMessage &message)
{
    return (!filter.userId || message.userId() == filter.userId) && (!filter.type || message.type() == *filter.type);
}

std::chrono::milliseconds intervalOf(double perSecond)
{
    if (perSecond <= 0)
        return 0ms;
    const std::chrono::duration<double> interval(std::min(1 / perSecond, 3600.0));
    return std::chrono::round<std::chrono::milliseconds>(interval);
}

} // namespace

Watchers::Watchers(const RealtimeSyncService &sync)
    : m_sync(sync)
{
    m_timer.setInterval(tick);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { onTick(); });
}

std::optional<Error> Watchers::watch(ClientId client, WebSocketConnection &connection, const WatchRequest &request)
{
    if (request.isEmpty()) {
        remove(client);
        return std::nullopt;
    }
    if (m_watchers.size() >= maximumWatchers && !m_watchers.contains(client))
        return Error{.code = ErrorCode::Overloaded, .detail = "too many operators are watching"};
    const MonotonicTime now = m_sync.clock().monotonic();
    if (m_watchers.empty()) {
        m_lastTick = now;
        m_timer.start();
    }
    if (request.tap && !hasTaps()) {
        m_position = m_sync.end();
        m_published = m_sync.published();
    }
    m_watchers.insert_or_assign(client,
                                Watcher{.connection = &connection,
                                        .statsInterval = intervalOf(request.statsPerSecond),
                                        .nextStats = now,
                                        .tap = request.tap,
                                        .tapFrom = m_sync.end(),
                                        .messagesLeft = tapMessages,
                                        .bytesLeft = frameBytes});
    return std::nullopt;
}

void Watchers::remove(ClientId client)
{
    if (m_watchers.erase(client) > 0 && m_watchers.empty())
        m_timer.stop();
}

bool Watchers::hasTaps() const
{
    return std::ranges::any_of(m_watchers, [](const auto &entry) { return entry.second.tap.has_value(); });
}

/// Sending may find a connection broken, whose watcher is then removed in the midst of it.
std::vector<ClientId> Watchers::clients() const
{
    std::vector<ClientId> clients;
    for (const auto &[client, watcher] : m_watchers)
        clients.push_back(client);
    return clients;
}

void Watchers::onTick()
{
    const MonotonicTime now = m_sync.clock().monotonic();
    const std::chrono::duration<double> passed = now - m_lastTick;
    m_lastTick = now;
    sendStats(now);
    if (!hasTaps())
        return;
    const std::uint64_t before = m_published;
    readLog();
    const std::uint64_t unseen = m_published - before - m_batch.size();
    for (const ClientId client : clients()) {
        const auto found = m_watchers.find(client);
        if (found != m_watchers.end() && found->second.tap)
            sendTap(found->second, passed, unseen);
    }
    m_batch.clear();
}

/// One frame for all whose turn it is.
void Watchers::sendStats(MonotonicTime now)
{
    std::string frame;
    for (const ClientId client : clients()) {
        const auto found = m_watchers.find(client);
        if (found == m_watchers.end())
            continue;
        Watcher &watcher = found->second;
        // A tick that comes a little early must not cost a whole one.
        if (watcher.statsInterval == 0ms || now + tick / 2 < watcher.nextStats)
            continue;
        watcher.nextStats = std::max(watcher.nextStats + watcher.statsInterval, now);
        if (!watcher.connection->isWritable())
            continue; // it gets fresher ones when it reads again
        if (frame.empty())
            frame = encodeStatsFrame(encodeStatus(m_sync.status()));
        watcher.connection->send(frame);
    }
}

/// Brings the position to the log's end, with the messages before it as far as they are still known.
void Watchers::readLog()
{
    m_batch.clear();
    m_published = m_sync.readLatest(m_position, m_batch);
    if (!m_batch.empty())
        m_position = m_batch.back()->id();
}

void Watchers::sendTap(Watcher &watcher, std::chrono::duration<double> passed, std::uint64_t unseen)
{
    watcher.messagesLeft = std::min(watcher.messagesLeft + passed.count() * tapMessages, tapMessages);
    watcher.bytesLeft = std::min(watcher.bytesLeft + passed.count() * tapBytes, frameBytes);
    watcher.unseen += unseen;
    const bool isWritable = watcher.connection->isWritable();
    TapFrame frame;
    for (const EncodedMessagePtr &message : m_batch) {
        if (message->id() <= watcher.tapFrom || !matches(*watcher.tap, *message))
            continue;
        if (!isWritable || watcher.messagesLeft < 1 || watcher.bytesLeft <= 0) {
            ++watcher.leftOut;
            continue;
        }
        watcher.messagesLeft -= 1;
        watcher.bytesLeft -= static_cast<double>(frame.add(*message));
    }
    if (!isWritable || (frame.isEmpty() && watcher.leftOut == 0 && watcher.unseen == 0))
        return;
    const std::string encoded = frame.encode(watcher.leftOut, watcher.unseen);
    watcher.leftOut = 0;
    watcher.unseen = 0;
    watcher.connection->send(encoded); // may be the end of the watcher
}

} // namespace relais::server
