// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/fanout.h"

#include <algorithm>
#include <set>
#include <utility>

#include "server/api/syncclient.h"
#include "server/transport/websocketconnection.h"

namespace relais::server {

namespace {

// A pass joins what came since the last one; more than this leaves in several sends.
constexpr std::size_t runBytes = 256 * 1024;
// A client that catches up reads this much at once, and gives way to others after some of it.
constexpr std::size_t pageMessages = 64;
constexpr std::size_t pageBytes = 128 * 1024;
constexpr int pagesBeforeYield = 16;

} // namespace

FanOut::FanOut(RealtimeSyncService &sync, Reactor &reactor, const MessageId &position)
    : m_sync(sync)
    , m_reactor(reactor)
    , m_position(position)
{
}

bool FanOut::add(SyncClient &client)
{
    client.m_position = m_position;
    client.m_floor = m_position;
    if (client.m_state != SyncClient::State::CatchingUp)
        return false;
    const std::optional<UserId> &user = client.m_subscription.user;
    if (user)
        m_byUser.emplace(*user, &client);
    if (!client.m_subscription.since)
        return false;
    const Since &since = *client.m_subscription.since;
    const ReadResult first = m_sync.read(since, user, 1, m_position);
    client.m_floor = first.floor;
    const auto *const cursor = std::get_if<SinceCursor>(&since);
    if (cursor && !first.reset)
        client.m_position = cursor->position;
    else
        client.m_position = first.messages.empty() ? first.position : first.messages.front()->id().previous();
    return first.reset;
}

void FanOut::remove(SyncClient &client)
{
    if (client.m_state == SyncClient::State::Live)
        leaveLive(client, m_position);
    std::erase(m_yielded, &client);
    if (!client.m_subscription.user)
        return;
    const auto [begin, end] = m_byUser.equal_range(*client.m_subscription.user);
    const auto found = std::find_if(begin, end, [&](const auto &entry) { return entry.second == &client; });
    if (found != end)
        m_byUser.erase(found);
}

void FanOut::onWritable(SyncClient &client)
{
    if (client.m_state == SyncClient::State::CatchingUp)
        catchUp(client);
}

void FanOut::deliver(std::span<const EncodedMessagePtr> messages)
{
    ++m_pass;
    deliverToOwners(messages);

    std::vector<EncodedMessagePtr> broadcasts;
    std::copy_if(messages.begin(), messages.end(), std::back_inserter(broadcasts),
                 [](const EncodedMessagePtr &message) { return message->isBroadcast(); });
    for (std::span<const EncodedMessagePtr> rest = broadcasts; !rest.empty();) {
        rest = rest.subspan(m_run.assign(rest, runBytes));
        std::size_t served = 0;
        // Backwards: who falls out of the list is replaced by its last, which has been served.
        for (std::size_t i = m_live.size(); i-- > 0;) {
            SyncClient &client = *m_live[i];
            // With many clients each lies far from the last, and is out of the cache since the pass before.
            if (i >= 2) {
                __builtin_prefetch(m_live[i - 2], 1);
                m_live[i - 1]->m_connection->prefetch();
            }
            if (client.m_servedInPass == m_pass)
                continue;
            deliverRun(client, m_run);
            ++served;
        }
        recordDelivery(m_run, served);
    }
}

/// Users with messages of their own in this batch get those and the broadcasts merged, in id order.
void FanOut::deliverToOwners(std::span<const EncodedMessagePtr> messages)
{
    std::set<UserId> owners;
    for (const EncodedMessagePtr &message : messages) {
        if (!message->isBroadcast() && m_byUser.contains(*message->userId()))
            owners.insert(*message->userId());
    }
    std::vector<EncodedMessagePtr> own;
    std::vector<SyncClient *> clients;
    for (const UserId &owner : owners) {
        own.clear();
        std::copy_if(
            messages.begin(), messages.end(), std::back_inserter(own),
            [&](const EncodedMessagePtr &message) { return message->isBroadcast() || message->userId() == owner; });
        clients.clear();
        const auto [begin, end] = m_byUser.equal_range(owner);
        for (auto it = begin; it != end; ++it) {
            if (it->second->m_state == SyncClient::State::Live) {
                it->second->m_servedInPass = m_pass;
                clients.push_back(it->second);
            }
        }
        for (std::span<const EncodedMessagePtr> rest = own; !rest.empty();) {
            rest = rest.subspan(m_run.assign(rest, runBytes));
            for (SyncClient *const client : clients) {
                if (client->m_state == SyncClient::State::Live)
                    deliverRun(*client, m_run);
            }
            recordDelivery(m_run, clients.size());
        }
    }
}

void FanOut::deliverRun(SyncClient &client, const FrameRun &run)
{
    const std::string_view bytes = run.bytes();
    if (!client.m_connection->isWritable()) {
        leaveLive(client, run.message(0)->id().previous());
        return;
    }
    const std::size_t sent = client.m_connection->trySend(bytes);
    if (sent == bytes.size()) {
        client.m_sent += run.count();
        return;
    }
    const FrameRun::Place place = run.placeAt(sent);
    const EncodedMessagePtr &cut = run.message(place.index);
    client.m_sent += place.index + 1;
    leaveLive(client, cut->id());
    client.m_connection->hold(cut, cut->frame().substr(place.offset));
}

void FanOut::fallBehind()
{
    while (!m_live.empty()) {
        SyncClient &client = *m_live.back();
        leaveLive(client, m_position);
        m_yielded.push_back(&client);
    }
}

void FanOut::resumeYielded()
{
    for (SyncClient *const client : std::exchange(m_yielded, {})) {
        if (client->m_state == SyncClient::State::CatchingUp)
            catchUp(*client);
    }
}

void FanOut::catchUp(SyncClient &client)
{
    FrameRun run;
    for (int page = 0; page < pagesBeforeYield; ++page) {
        if (!client.m_connection->isWritable())
            return; // onWritable() goes on
        const ReadResult result
            = m_sync.resume(client.m_position, client.m_subscription.user, pageMessages, m_position);
        if (result.reset && result.floor > client.m_floor) {
            client.m_connection->close(static_cast<std::uint16_t>(errorInfo(ErrorCode::TooSlow).closeCode),
                                       "fell off the log: reconnect and refetch");
            return;
        }
        if (result.messages.empty()) {
            becomeLive(client);
            return;
        }
        for (std::span<const EncodedMessagePtr> rest = result.messages; !rest.empty();) {
            rest = rest.subspan(run.assign(rest, pageBytes));
            const std::size_t sent = client.m_connection->trySend(run.bytes());
            recordDelivery(run, 1);
            if (sent < run.bytes().size()) {
                const FrameRun::Place place = run.placeAt(sent);
                const EncodedMessagePtr &cut = run.message(place.index);
                client.m_position = cut->id();
                client.m_connection->hold(cut, cut->frame().substr(place.offset));
                return;
            }
            client.m_position = run.last()->id();
            client.m_sent += run.count();
        }
        if (!result.hasMore) {
            becomeLive(client);
            return;
        }
    }
    m_yielded.push_back(&client);
    m_reactor.requestPass();
}

void FanOut::becomeLive(SyncClient &client)
{
    client.m_state = SyncClient::State::Live;
    client.m_liveIndex = static_cast<std::uint32_t>(m_live.size());
    m_live.push_back(&client);
}

void FanOut::leaveLive(SyncClient &client, MessageId position)
{
    client.m_state = SyncClient::State::CatchingUp;
    client.m_position = position;
    SyncClient *const last = m_live.back();
    m_live[client.m_liveIndex] = last;
    last->m_liveIndex = client.m_liveIndex;
    m_live.pop_back();
}

void FanOut::recordDelivery(const FrameRun &run, std::size_t clients)
{
    if (clients == 0)
        return;
    const std::uint64_t deliveries = run.count() * clients;
    m_sync.statistics().deliveriesWebSocket.fetch_add(deliveries, std::memory_order_relaxed);
    const MonotonicTime now = m_sync.clock().monotonic();
    for (std::size_t i = 0; i < run.count(); ++i)
        m_sync.statistics().deliveryLatency.record(now - run.message(i)->arrival(), clients);
}

} // namespace relais::server
