// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <optional>
#include <vector>

#include "tests/support/httpclient.h"
#include "tests/support/websocketclient.h"

namespace relais::test {

/// An id as PROTOCOL.md writes it, `<ms>-<seq>`. The tests' own, so that they hold the server to the page and
/// not to its own code.
struct LogId {
    qint64 ms = -1;
    qint64 seq = -1;

    static LogId parse(const QByteArray &text); ///< {-1, -1} when it is none
    QByteArray toByteArray() const { return QByteArray::number(ms) + '-' + QByteArray::number(seq); }
    auto operator<=>(const LogId &) const = default;
};

/// A message as a client sees it.
struct Received {
    LogId id;
    QByteArray type;
    QJsonValue payload;
    std::optional<QByteArray> userId;

    /// None, and a failed test, when the object is not what PROTOCOL.md section 1 says.
    static std::optional<Received> parse(const QJsonObject &object);
};

/// An answer to a poll. `isValid` when all of it is as PROTOCOL.md section 3 says; if not, the test has
/// failed.
struct Poll {
    bool isValid = false;
    std::vector<Received> messages;
    qint64 timestamp = 0;
    QByteArray cursor;
    bool reset = false;
    bool hasMore = false;

    /// The payloads, which tests make numbers or strings: "1 2 3".
    QByteArray payloads() const;
};

/// `GET /api/sync/poll`; `query` without the question mark.
Poll poll(HttpClient &client, const QByteArray &query = {}, const HttpFields &fields = {});
/// Of a sendGet() before.
Poll readPoll(HttpClient &client);

/// `POST /api/sync/send` of a message of type "test.event"; its id. `payload` is JSON. Without `userId` it is
/// for everyone.
LogId sendMessage(HttpClient &client, const QByteArray &payload, const QByteArray &userId = {},
                  const HttpFields &fields = {});

/// A WebSocket client that has been greeted with `sync.connected`.
class SyncClient {
public:
    /// `query` without the question mark.
    explicit SyncClient(quint16 port, const QByteArray &query = {}, const RawConnection::Options &options = {});

    WebSocketClient &socket() { return m_socket; }
    bool isConnected() const { return !m_greeting.isEmpty(); }
    const QJsonObject &greeting() const { return m_greeting; } ///< the payload of `sync.connected`
    QByteArray cursor() const { return m_greeting[u"cursor"].toString().toUtf8(); }
    bool isReset() const { return m_greeting[u"reset"].toBool(); }

    bool send(const QByteArray &json) { return m_socket.sendText(json); }
    /// The next frame, whatever it is; empty when none comes.
    QJsonObject readObject();
    /// The next message of the log; holds the server to the order of ids. None when something else comes.
    std::optional<Received> readMessage();
    /// The payloads of the next `count` messages: "1 2 3".
    QByteArray readPayloads(int count);
    /// The payload of the next frame, which must be of this type; empty when it is not.
    QJsonObject readPayloadOf(const char *type);
    /// Sends `sync.ping`: is the very next frame its answer, so that nothing else was due?
    bool isQuiet();

private:
    WebSocketClient m_socket;
    QJsonObject m_greeting;
    LogId m_lastId;
};

/// Somebody who has nothing to do with an attack and must not notice it.
class Witness {
public:
    /// `token` is that of the user "witness", where the server wants one.
    explicit Witness(quint16 port, const RawConnection::Options &options = {}, const QByteArray &token = {});
    /// Does a message still reach it over both transports, and nothing else?
    bool isServed();

private:
    HttpClient m_http;
    SyncClient m_sync;
    HttpFields m_fields;
    QByteArray m_cursor;
    int m_count = 0;
};

} // namespace relais::test
