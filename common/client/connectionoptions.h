// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace relais::client {

/// Why a token is asked for.
struct TokenRequest {
    /// The last one was refused, or has expired: a token that was kept will not do, a new one has to be fetched.
    bool wasRefused = false;
};

/// To be called once with the token, a JWT or an API key; with nothing when there is none at this moment, which makes
/// this attempt fail and be tried again later. In the thread of the ConnectionManager, at once or whenever the token
/// is there; after connectionTimeout, or after the manager is gone, it does nothing.
using TokenReply = std::function<void(const QByteArray &token)>;

/// Asked on each attempt to connect. Must not block: it may start something and keep the reply for later.
using TokenProvider = std::function<void(const TokenRequest &request, TokenReply reply)>;

/// How a ConnectionManager connects. All that a program has to set is one of the URLs and, unless the server is in
/// development mode, `tokenProvider`.
struct ConnectionOptions {
    /// `ws://` or `wss://`, as in `wss://sync.example.org/ws`. When empty it follows from `pollingUrl`.
    QUrl websocketUrl{};
    /// `http://` or `https://`, the base, as in `https://sync.example.org/api/sync`, or its `/poll`. When empty it
    /// follows from `websocketUrl`.
    QUrl pollingUrl{};

    /// How long a poll waits at the server for a message, at most 30 s; so also how often an idle client asks.
    std::chrono::milliseconds pollingInterval{5000};
    /// So many WebSocket attempts may fail in a row before the manager settles on polling and tries the WebSocket
    /// only now and then. It never gives up.
    int maxReconnectAttempts = 10;
    /// How long the server may take to let a WebSocket in, to answer a ping, or an HTTP request beyond its wait.
    std::chrono::milliseconds connectionTimeout{10000};
    /// How long the WebSocket has before polling starts beside it.
    std::chrono::milliseconds fallbackDelay{2000};
    /// The longest wait between attempts within `maxReconnectAttempts`; beyond, they come up to ten times as far
    /// apart.
    std::chrono::milliseconds longestBackOff{30000};

    /// Without one, no token is sent.
    TokenProvider tokenProvider{};
    /// Who this is, for a server in development mode, which takes it at its word. Others go by the token.
    QString userId{};

    /// Where to go on: what ConnectionManager::cursor() said before the program was restarted. `0`: with all that the
    /// server keeps. Empty: with what comes from now on.
    QString cursor{};

    /// The largest message that is taken from a server, in bytes.
    qsizetype maximumMessageBytes = 1024 * 1024;
    /// The outbox holds at most so many messages that are not acknowledged yet,
    qsizetype outboxMessages = 1000;
    /// and so many bytes of them.
    qsizetype outboxBytes = 4 * 1024 * 1024;
    /// How long the server remembers an idempotency key (its setting `messages.ttl`). A message that may or may not
    /// have arrived is not sent again after this time, since it could then arrive twice.
    std::chrono::milliseconds idempotencyLifetime{300'000};

    /// Wakes the manager when the network changes, by QNetworkInformation, whose default backend is loaded for that.
    bool watchNetwork = true;
};

} // namespace relais::client
