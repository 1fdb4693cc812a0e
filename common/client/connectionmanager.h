// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include "common/client/connectionoptions.h"
#include "common/client/connectionstate.h"
#include "common/client/sendhandle.h"
#include "common/core/result.h"
#include "common/protocol/message.h"

#include <chrono>
#include <memory>
#include <optional>

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QObject>

namespace relais::client {

struct SendOptions {
    /// To whom; empty: to oneself, or to everyone, as the server has it for who one is.
    QString userId{};
    /// 1 to 128 visible ASCII characters, which the same user has for no other message. Empty: a new UUID. An
    /// application that keeps its unsent messages over its own restarts keeps a key of its own with each.
    QString idempotencyKey{};
};

/// A client of a Relais server: receives each message once and in order, and sends each once, over a WebSocket where
/// one gets through and over polling where none does, through outages, restarts and changes of the network.
///
///     ConnectionManager connection({.websocketUrl = QUrl("wss://sync.example.org/ws"), .tokenProvider = …});
///     connect(&connection, &ConnectionManager::messageReceived, …);
///     connect(&connection, &ConnectionManager::resyncRequired, …);
///     connection.start();
///
/// How it stays connected is drawn above ConnectionMachine; this is the shell that has the sockets and the clock.
///
/// Lives in one thread, whose event loop it needs, and emits in it; it never blocks, and has no thread of its own. It
/// may be moved to another thread before start(). Slots may call anything here; to delete the manager they use
/// deleteLater().
class ConnectionManager : public QObject {
    Q_OBJECT

public:
    /// Does nothing before start().
    explicit ConnectionManager(ConnectionOptions options, QObject *parent = nullptr);
    ~ConnectionManager() override;

    ConnectionState state() const;
    /// Why the state is Failed.
    std::optional<Error> error() const;
    /// Up to where messageReceived() has been emitted. Kept by an application, and given back as
    /// ConnectionOptions::cursor, it makes a restarted one go on where it was. Empty until the first connection.
    QString cursor() const;

    /// Sends a message, now or when there is a connection; in any state. In the order of the calls, also over an
    /// outage; what the server refuses for now may be overtaken by what was under way behind it. sent() or
    /// sendFailed() follows. Errors, upon which nothing follows: what the server would refuse (InvalidType,
    /// ReservedType, InvalidUser, NestingTooDeep, PayloadTooLarge, InvalidField), and Overloaded when the outbox is
    /// full.
    Result<SendHandle> send(const QString &type, const QJsonValue &payload, const SendOptions &options = {});
    /// The same with the payload as JSON text, which arrives byte for byte. InvalidJson when it is none.
    Result<SendHandle> sendJson(const QString &type, const QByteArray &payload, const SendOptions &options = {});
    /// Makes this client a watcher, as an operator may be: `watch` is the payload of `sync.watch`, which each
    /// WebSocket is told from now on; watched() carries what the server then says. An empty one ends it with the next
    /// connection. Over polls there is no such thing; a server that refuses it says nothing more of it.
    void setWatch(const QJsonObject &watch);
    /// How long until it tries next to reach the server; none while it does or has.
    std::optional<std::chrono::milliseconds> untilNextAttempt() const;
    /// Of what was sent, how many messages are neither acknowledged nor refused.
    qsizetype unacknowledged() const;

public Q_SLOTS:
    /// Connects, from Stopped or Failed.
    void start();
    /// Disconnects. Messages that came already are still delivered; what was sent and not acknowledged is kept for
    /// the next start(), and is lost with the manager.
    void stop();
    /// Says that the network may have changed: what waits is tried at once, and a WebSocket that seems to live is
    /// probed. QNetworkInformation and a suspended machine do this by themselves. More than once a second is ignored.
    void wake();

Q_SIGNALS:
    void stateChanged(relais::client::ConnectionState state);
    /// Trying again would not help: the token is refused though it was asked for anew, the server has closed the
    /// connection for good (40xx), or the options are unusable. start() tries all the same.
    void failed(const relais::Error &error);
    /// `payload` is JSON; payloadOf() parses it.
    void messageReceived(const relais::Message &message);
    /// The application's state may be out of date: it is to fetch it anew, now. `reason` is "reset" when messages
    /// were lost before this client could get them, and what the operator wrote, or "force", for a forced resync. The
    /// wait that keeps clients from coming all at once, random within `spread`, is over already.
    void resyncRequired(const QString &reason, std::chrono::milliseconds spread);
    /// What a watcher is told. `type` is `sync.stats` or `sync.tap`, `payload` JSON.
    void watched(const QString &type, const QByteArray &payload);
    /// The server has the message. `isDuplicate`: it had it already, from an earlier try.
    void sent(relais::client::SendHandle handle, const QString &id, bool isDuplicate);
    /// The server does not take this message, whenever it is sent, or (RequestTimeout) nobody can tell any more
    /// whether it arrived.
    void sendFailed(relais::client::SendHandle handle, const relais::Error &error);
    /// Something failed that will be tried again; for a log. Holds no token and nothing that a server wrote.
    void problemOccurred(relais::client::Transport transport, const QString &text);

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// The payload of a message, parsed.
QJsonValue payloadOf(const Message &message);

} // namespace relais::client
