// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/websocketmanager.h"

#include <vector>

#include <QRandomGenerator>
#include <QThread>
#include <QTimer>

#include "server/api/pollquery.h"
#include "server/api/syncframes.h"
#include "server/transport/websocketconnection.h"

namespace relais::server {

namespace {

// A client that goes on sending over its limit, and does not heed so many answers that say so, is closed.
constexpr std::uint32_t refusedBeforeClose = 100;

ClientName nameOf(ClientId id)
{
    return {ClientTransport::WebSocket, static_cast<std::uint64_t>(id)};
}

ClientRow::State rowState(SyncClient::State state)
{
    switch (state) {
    case SyncClient::State::Unproven:
    case SyncClient::State::Closed: // not among the clients any more
        break;
    case SyncClient::State::CatchingUp:
        return ClientRow::State::CatchingUp;
    case SyncClient::State::Live:
        return ClientRow::State::Live;
    case SyncClient::State::Mute:
        return ClientRow::State::Mute;
    }
    return ClientRow::State::Unproven;
}

} // namespace

std::atomic<std::uint64_t> WebSocketManager::s_lastClientId = 0;

WebSocketManager::WebSocketManager(RealtimeSyncService &sync, const Gate &gate, const ApiSettings &settings,
                                   Reactor &reactor, Mailbox &mailbox, const MessageId &position, QObject *parent)
    : QObject(parent)
    , m_sync(sync)
    , m_gate(gate)
    , m_settings(settings)
    , m_mailbox(mailbox)
    , m_fanOut(sync, reactor, position)
    , m_watchers(sync)
    , m_decoder(settings.messages)
    , m_deadlines(sync.clock(), [this](ClientId id) { onDeadline(id); })
{
}

WebSocketManager::~WebSocketManager() = default;

std::optional<Error> WebSocketManager::checkUpgrade(const HttpRequest &request, const PeerAddress &peer) const
{
    if (request.path() != "/ws")
        return Error{.code = ErrorCode::NotFound, .detail = "WebSockets are served at /ws only"};
    if (auto stranger = m_gate.checkSite(request, peer, Gate::Page::OfOurOrigins))
        return stranger;
    if (m_sync.isDraining() || m_draining)
        return Error{.code = ErrorCode::Draining, .detail = "the server is about to stop"};
    return std::nullopt;
}

Result<std::unique_ptr<WebSocketSession>>
WebSocketManager::authorize(const HttpRequest &request, const WebSocketHandshake &handshake, const PeerAddress &peer)
{
    if (auto error = checkUpgrade(request, peer))
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
    client.m_opened = m_sync.clock().now();
    m_clients.emplace(client.m_id, &client);
    if (client.m_entry)
        welcome(client);
    else
        m_deadlines.set(client.m_id, m_sync.clock().monotonic() + m_settings.authTimeout);
}

/// It is known who the client is: it is told where it stands, and gets what it may read from there on.
void WebSocketManager::welcome(SyncClient &client)
{
    const bool mayRead = allows(client.m_caller.principal->roles, Right::Read);
    client.m_state = mayRead ? SyncClient::State::CatchingUp : SyncClient::State::Mute;
    watchExpiry(client);

    // Registered first, then the backlog is read: up to where the thread stands, from where passes go on.
    m_catchUpWithLog();
    const bool reset = m_fanOut.add(client);
    client.m_connection->send(encodeConnectedFrame({.clientId = nameOf(client.m_id).toString(),
                                                    .user = client.m_subscription.user,
                                                    .cursor = client.m_position,
                                                    .reset = reset,
                                                    .heartbeat = m_settings.heartbeat,
                                                    .reconnectSpread = m_settings.reconnectSpread,
                                                    .server = m_sync.node()}));
    // The backlog follows in onWritable(), when this has left.
}

void WebSocketManager::onClosed(SyncClient &client)
{
    m_fanOut.remove(client);
    m_watchers.remove(client.m_id);
    client.m_state = SyncClient::State::Closed;
    m_clients.erase(client.m_id);
    m_deadlines.clear(client.m_id);
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
    } else if (const auto *const watched = std::get_if<WatchRequest>(frame)) {
        watch(client, *watched);
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

void WebSocketManager::appendNames(std::vector<ClientName> &names) const
{
    names.reserve(names.size() + m_clients.size());
    for (const auto &[id, client] : m_clients)
        names.push_back(nameOf(id));
}

std::optional<ClientRow> WebSocketManager::row(ClientId id) const
{
    const auto found = m_clients.find(id);
    if (found == m_clients.end())
        return std::nullopt;
    const SyncClient &client = *found->second;
    const bool isProven = client.m_state != SyncClient::State::Unproven;
    ClientRow row{.name = nameOf(id),
                  .user = isProven ? client.m_subscription.user : std::nullopt,
                  .address = client.m_caller.address,
                  .since = client.m_opened,
                  .bytesQueued = client.m_connection->bytesHeld(),
                  .messagesSent = client.m_sent,
                  .state = rowState(client.m_state)};
    if (client.m_state == SyncClient::State::CatchingUp) {
        const LogDistance distance = m_sync.distance(client.m_position);
        row.lag = distance.messages;
        row.lagTime = distance.time;
    }
    return row;
}

void WebSocketManager::disconnect(ClientId id, ErrorCode how)
{
    close(*m_clients.at(id), how, errorInfo(how).title);
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
                        m_mailbox.post(answer);
                });
}

void WebSocketManager::watch(SyncClient &client, const WatchRequest &request)
{
    std::optional<Error> error = judge(client.m_caller.principal, Right::Observe);
    if (error)
        m_gate.recordRefusal(client.m_caller, "watch", *error);
    else
        error = m_watchers.watch(client.m_id, *client.m_connection, request);
    if (error)
        sendError(client, request.ref, *error);
    else if (request.tap) // it shows what is for others
        m_gate.recordAct(client.m_caller, "watch", request.tap->userId ? request.tap->userId->toString() : "everyone",
                         "ok");
}

void WebSocketManager::sendError(SyncClient &client, const std::optional<std::string> &ref, const Error &error)
{
    m_sync.statistics().recordError(error.code);
    client.m_connection->send(encodeErrorFrame(ref, error));
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
