// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/websocketmanager.h"

#include <algorithm>
#include <set>

#include <QMetaObject>
#include <QRandomGenerator>
#include <QThread>
#include <QTimer>

#include "server/api/pollquery.h"
#include "server/api/syncframes.h"
#include "server/transport/websocketconnection.h"

namespace relais::server {

namespace {

// A pass joins what came since the last one; more than this leaves in several sends.
constexpr std::size_t runBytes = 256 * 1024;
// A client that catches up reads this much at once, and gives way to others after some of it.
constexpr std::size_t pageMessages = 64;
constexpr std::size_t pageBytes = 128 * 1024;
constexpr int pagesBeforeYield = 16;
// A client that goes on sending over its limit, and does not heed so many answers that say so, is closed.
constexpr std::uint32_t refusedBeforeClose = 100;

/// The position just before a message: resuming there sends it.
MessageId before(MessageId id)
{
    constexpr std::uint64_t lastSequence = (std::uint64_t{1} << 53) - 1; // the largest that the wire carries
    return id.seq > 0 ? MessageId{id.ms, id.seq - 1} : MessageId{id.ms - 1, lastSequence};
}

std::string toString(ClientId id)
{
    return 'c' + std::to_string(static_cast<std::uint64_t>(id));
}

} // namespace

std::atomic<std::uint64_t> WebSocketManager::s_lastClientId = 0;

WebSocketManager::WebSocketManager(RealtimeSyncService &sync, const Gate &gate, const ApiSettings &settings,
                                   Reactor &reactor, const MessageId &position, QObject *parent)
    : QObject(parent)
    , m_sync(sync)
    , m_gate(gate)
    , m_settings(settings)
    , m_reactor(reactor)
    , m_position(position)
    , m_decoder(settings.messages)
    , m_origins(settings.origins)
    , m_hosts(settings.hosts)
    , m_deadlines(sync.clock(), [this](ClientId id) { onDeadline(id); })
{
}

WebSocketManager::~WebSocketManager() = default;

std::optional<Error> WebSocketManager::checkUpgrade(const HttpRequest &request,
                                                    const WebSocketHandshake &handshake) const
{
    if (request.path() != "/ws")
        return Error{.code = ErrorCode::NotFound, .detail = "WebSockets are served at /ws only"};
    if (!m_hosts.allows(request.field("host").value_or("")))
        return Error{.code = ErrorCode::Forbidden, .detail = "not a name of this server (hosts.allow)", .at = "Host"};
    if (handshake.origin && !m_origins.allows(*handshake.origin)) {
        return Error{.code = ErrorCode::OriginNotAllowed,
                     .detail = "this origin may not connect (cors.origins)",
                     .at = "Origin"};
    }
    if (m_sync.isDraining() || m_draining)
        return Error{.code = ErrorCode::Draining, .detail = "the server is about to stop"};
    return std::nullopt;
}

Result<std::unique_ptr<WebSocketSession>>
WebSocketManager::authorize(const HttpRequest &request, const WebSocketHandshake &handshake, const PeerAddress &peer)
{
    if (auto error = checkUpgrade(request, handshake))
        return std::move(*error);
    Gate::Admission admission = m_gate.admit(request, peer, Right::Open, Gate::Charge::Refusal, &handshake);
    if (admission.refusal)
        return std::move(*admission.refusal);
    auto place = m_gate.placeBehindProxy(admission.caller, peer);
    if (!place) {
        m_gate.recordRefusal(admission.caller, rightName(Right::Connect), place.error());
        return place.error();
    }

    Subscription subscription;
    Result<std::optional<UserId>> user = parseUserParameter(request);
    if (!user)
        return user.error();
    subscription.user = std::move(*user);
    if (const auto text = request.queryParameter("since")) {
        const Result<Since> parsed = parseSince(*text);
        if (!parsed)
            return parsed.error();
        subscription.since = *parsed;
    }
    std::optional<ClientRegistry::Entry> entry;
    if (admission.caller.principal) {
        Result<ClientRegistry::Entry> entered = enter(*admission.caller.principal, subscription);
        if (!entered) {
            m_gate.recordRefusal(admission.caller, rightName(Right::Connect), entered.error());
            return entered.error();
        }
        entry.emplace(std::move(*entered));
    }
    return std::unique_ptr<WebSocketSession>(std::make_unique<SyncClient>(
        *this, std::move(admission.caller), std::move(subscription), std::move(entry), *std::move(place)));
}

/// Takes a principal among the clients; `subscription` then says whose messages it gets. Errors: Forbidden,
/// Overloaded.
Result<ClientRegistry::Entry> WebSocketManager::enter(const Principal &principal, Subscription &subscription)
{
    if (auto error = judge(principal, Right::Connect))
        return std::move(*error);
    Result<std::optional<UserId>> user = readableUser(principal, subscription.user);
    if (!user)
        return user.error();
    subscription.user = std::move(*user);
    const Reading reading = allows(principal.roles, Right::Read) ? Reading::Yes : Reading::No;
    auto entry = m_sync.clients().enter(ClientTransport::WebSocket, subscription.user, reading);
    if (entry)
        return std::move(*entry);
    return Error{.code = ErrorCode::Overloaded,
                 .detail = "this user has as many connections as it may (limits.connections_per_user)"};
}

void WebSocketManager::onOpened(SyncClient &client)
{
    client.m_id = ClientId{++s_lastClientId};
    m_clients.emplace(client.m_id, &client);
    if (client.m_entry)
        welcome(client);
    else
        m_deadlines.set(client.m_id, m_sync.clock().monotonic() + m_settings.authTimeout);
}

/// It is known who the client is: it is told where it stands, and gets what it may read from there on.
void WebSocketManager::welcome(SyncClient &client)
{
    const std::optional<UserId> &user = client.m_subscription.user;
    const bool mayRead = allows(client.m_caller.principal->roles, Right::Read);
    client.m_state = mayRead ? SyncClient::State::CatchingUp : SyncClient::State::Mute;
    if (user)
        m_byUser.emplace(*user, &client);
    watchExpiry(client);

    // Registered first, then the backlog is read: up to where the thread stands, from where passes go on.
    m_catchUpWithLog();
    bool reset = false;
    client.m_position = m_position;
    client.m_floor = m_position;
    if (client.m_subscription.since && mayRead) {
        const Since &since = *client.m_subscription.since;
        const ReadResult first = m_sync.read(since, user, 1, m_position);
        reset = first.reset;
        client.m_floor = first.floor;
        const auto *const cursor = std::get_if<SinceCursor>(&since);
        if (cursor && !reset)
            client.m_position = cursor->position;
        else
            client.m_position = first.messages.empty() ? first.position : before(first.messages.front()->id());
    }
    client.m_connection->send(encodeConnectedFrame({.clientId = toString(client.m_id),
                                                    .user = user,
                                                    .cursor = client.m_position,
                                                    .reset = reset,
                                                    .heartbeat = m_settings.heartbeat,
                                                    .reconnectSpread = m_settings.reconnectSpread,
                                                    .server = m_sync.node()}));
    // The backlog follows in onWritable(), when this has left.
}

void WebSocketManager::onWritable(SyncClient &client)
{
    if (client.m_state == SyncClient::State::CatchingUp)
        catchUp(client);
}

void WebSocketManager::onClosed(SyncClient &client)
{
    if (client.m_state == SyncClient::State::Live)
        leaveLive(client, m_position);
    client.m_state = SyncClient::State::Closed;
    m_clients.erase(client.m_id);
    m_deadlines.clear(client.m_id);
    if (!client.m_subscription.user)
        return;
    const auto [begin, end] = m_byUser.equal_range(*client.m_subscription.user);
    const auto found = std::find_if(begin, end, [&](const auto &entry) { return entry.second == &client; });
    if (found != end)
        m_byUser.erase(found);
}

void WebSocketManager::onFrame(SyncClient &client, WebSocketOpcode opcode, std::string_view payload)
{
    if (opcode != WebSocketOpcode::Text) {
        close(client, ErrorCode::ProtocolError, "binary messages are not part of relais.v1");
        return;
    }
    const bool isProven = client.m_state != SyncClient::State::Unproven;
    if (isProven && !isWithinRate(client))
        return;
    auto decoded = m_decoder.decodeFrame(payload);
    auto *const frame = std::get_if<ClientFrame>(&decoded);
    const auto *const token = frame ? std::get_if<AuthRequest>(frame) : nullptr;
    if (token) {
        onToken(client, *token);
    } else if (!isProven) {
        close(client, ErrorCode::Unauthorized, "the first frame must be sync.auth");
    } else if (!frame) {
        const auto &refused = std::get<FrameError>(decoded);
        sendError(client, refused.ref, refused.error);
    } else if (auto *const request = std::get_if<SendRequest>(frame)) {
        publish(client, std::move(*request));
    } else {
        client.m_connection->send(encodePongFrame(m_sync.clock().now()));
    }
}

bool WebSocketManager::isWithinRate(SyncClient &client)
{
    const auto rate = m_gate.charge(client.m_caller);
    if (!rate || rate->allowed) {
        client.m_refused = 0;
        return true;
    }
    const Error error = rateLimited(*rate);
    if (++client.m_refused == 1) // of a row; each of them would only repeat it
        m_gate.recordRefusal(client.m_caller, "frame", error);
    if (client.m_refused < refusedBeforeClose)
        sendError(client, {}, error);
    else
        close(client, ErrorCode::RateLimited, "too many messages");
    return false;
}

void WebSocketManager::onToken(SyncClient &client, const AuthRequest &request)
{
    if (!m_gate.access().isEnabled())
        return; // there is nothing to prove, and a client that offers a token is welcome
    Result<Principal> principal = m_gate.authenticate(request.token, client.m_caller);
    if (!principal) {
        close(client, principal.error().code, principal.error().detail);
    } else if (client.m_state != SyncClient::State::Unproven) {
        renew(client, std::move(*principal));
    } else {
        client.m_caller.principal = std::move(*principal);
        Result<ClientRegistry::Entry> entered = enter(*client.m_caller.principal, client.m_subscription);
        if (!entered) {
            m_gate.recordRefusal(client.m_caller, rightName(Right::Connect), entered.error());
            sendError(client, {}, entered.error());
            const bool isFull = entered.error().code == ErrorCode::Overloaded;
            close(client, isFull ? ErrorCode::Overloaded : ErrorCode::Unauthorized, entered.error().detail);
            return;
        }
        client.m_entry.emplace(std::move(*entered));
        welcome(client);
    }
}

/// In place: the connection goes on, under the new token.
void WebSocketManager::renew(SyncClient &client, Principal principal)
{
    Principal &current = *client.m_caller.principal;
    if (principal.user != current.user) {
        const Error error{.code = ErrorCode::Forbidden, .detail = "the token is another user's", .at = "token"};
        m_gate.recordRefusal(client.m_caller, rightName(Right::Connect), error);
        sendError(client, {}, error);
        return;
    }
    const bool readsAsBefore = allows(principal.roles, Right::Read) == allows(current.roles, Right::Read);
    current = std::move(principal);
    if (readsAsBefore && readableUser(current, client.m_subscription.user))
        watchExpiry(client);
    else
        close(client, ErrorCode::ReconnectRequested, "the roles have changed");
}

/// A step of the wall clock does not matter from here on: it logs nobody out, nor lets anyone stay.
void WebSocketManager::watchExpiry(SyncClient &client)
{
    const auto &expires = client.m_caller.principal->expires;
    if (expires)
        m_deadlines.set(client.m_id, m_sync.clock().monotonic() + (*expires - m_sync.clock().now()));
    else
        m_deadlines.clear(client.m_id);
}

void WebSocketManager::onDeadline(ClientId id)
{
    const auto found = m_clients.find(id);
    if (found == m_clients.end())
        return;
    if (found->second->m_state == SyncClient::State::Unproven)
        close(*found->second, ErrorCode::Unauthorized, "no sync.auth came in time");
    else
        close(*found->second, ErrorCode::TokenExpired, "the token has expired: renew it, then reconnect");
}

void WebSocketManager::closeRevoked()
{
    std::vector<SyncClient *> revoked;
    for (const auto &[id, client] : m_clients) {
        if (client->m_caller.principal && !m_gate.access().stands(*client->m_caller.principal))
            revoked.push_back(client);
    }
    for (SyncClient *const client : revoked)
        close(*client, ErrorCode::Unauthorized, "the token has been revoked");
}

void WebSocketManager::close(SyncClient &client, ErrorCode code, std::string_view reason)
{
    client.m_connection->close(static_cast<std::uint16_t>(errorInfo(code).closeCode), reason);
}

void WebSocketManager::publish(SyncClient &client, SendRequest request)
{
    const Principal &principal = *client.m_caller.principal;
    // Not within the call: in which order its arguments are evaluated is up to the compiler.
    std::optional<std::string> ref = std::move(request.ref);
    std::optional<std::string> key;
    if (request.idempotencyKey)
        key = idempotencyKeyOf(principal, *request.idempotencyKey);
    Result<std::optional<UserId>> user = recipient(principal, request.userId);
    if (!user) {
        m_gate.recordRefusal(client.m_caller, rightName(Right::SendToAny), user.error());
        sendError(client, ref, user.error());
        return;
    }
    request.userId = std::move(*user);
    m_sync.send(std::move(request), std::move(key),
                [this, id = client.m_id, ref = std::move(ref)](const Result<Receipt> &outcome) {
                    const auto answer = [this, id, ref, outcome] {
                        const auto found = m_clients.find(id);
                        if (found == m_clients.end())
                            return; // it has left
                        if (!outcome)
                            sendError(*found->second, ref, outcome.error());
                        else
                            found->second->m_connection->send(encodeAckFrame(ref, *outcome));
                    };
                    if (QThread::currentThread() == thread())
                        answer();
                    else
                        QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
                });
}

void WebSocketManager::sendError(SyncClient &client, const std::optional<std::string> &ref, const Error &error)
{
    m_sync.statistics().errors.fetch_add(1, std::memory_order_relaxed);
    client.m_connection->send(encodeErrorFrame(ref, error));
}

void WebSocketManager::deliver(std::span<const EncodedMessagePtr> messages)
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
void WebSocketManager::deliverToOwners(std::span<const EncodedMessagePtr> messages)
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

void WebSocketManager::deliverRun(SyncClient &client, const FrameRun &run)
{
    const std::string_view bytes = run.bytes();
    if (!client.m_connection->isWritable()) {
        leaveLive(client, before(run.message(0)->id()));
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

void WebSocketManager::fallBehind()
{
    while (!m_live.empty()) {
        SyncClient &client = *m_live.back();
        leaveLive(client, m_position);
        m_yielded.push_back(client.m_id);
    }
}

void WebSocketManager::resumeYielded()
{
    for (const ClientId id : std::exchange(m_yielded, {})) {
        const auto found = m_clients.find(id);
        if (found != m_clients.end() && found->second->m_state == SyncClient::State::CatchingUp)
            catchUp(*found->second);
    }
}

void WebSocketManager::catchUp(SyncClient &client)
{
    FrameRun run;
    for (int page = 0; page < pagesBeforeYield; ++page) {
        if (!client.m_connection->isWritable())
            return; // onWritable() goes on
        const ReadResult result
            = m_sync.resume(client.m_position, client.m_subscription.user, pageMessages, m_position);
        if (result.reset && result.floor > client.m_floor) {
            close(client, ErrorCode::TooSlow, "fell off the log: reconnect and refetch");
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
    m_yielded.push_back(client.m_id);
    m_reactor.requestPass();
}

void WebSocketManager::becomeLive(SyncClient &client)
{
    client.m_state = SyncClient::State::Live;
    client.m_liveIndex = static_cast<std::uint32_t>(m_live.size());
    m_live.push_back(&client);
}

void WebSocketManager::leaveLive(SyncClient &client, MessageId position)
{
    client.m_state = SyncClient::State::CatchingUp;
    client.m_position = position;
    SyncClient *const last = m_live.back();
    m_live[client.m_liveIndex] = last;
    last->m_liveIndex = client.m_liveIndex;
    m_live.pop_back();
}

void WebSocketManager::recordDelivery(const FrameRun &run, std::size_t clients)
{
    if (clients == 0)
        return;
    const std::uint64_t deliveries = run.count() * clients;
    m_sync.statistics().deliveriesWebSocket.fetch_add(deliveries, std::memory_order_relaxed);
    const MonotonicTime now = m_sync.clock().monotonic();
    for (std::size_t i = 0; i < run.count(); ++i)
        m_sync.statistics().deliveryLatency.record(now - run.message(i)->arrival(), clients);
}

void WebSocketManager::drain(std::chrono::milliseconds window)
{
    m_draining = true;
    QRandomGenerator random = QRandomGenerator::securelySeeded();
    for (const auto &[id, client] : m_clients) {
        const auto delay = std::chrono::milliseconds(random.bounded(static_cast<quint32>(window.count()) + 1));
        QTimer::singleShot(delay, this, [this, id = id] {
            const auto found = m_clients.find(id);
            if (found != m_clients.end())
                found->second->m_connection->close(1012, "the server restarts");
        });
    }
}

} // namespace relais::server
