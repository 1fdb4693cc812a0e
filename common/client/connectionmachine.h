// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include "common/client/connectionrules.h"
#include "common/client/effects.h"
#include "common/client/heartbeat.h"
#include "common/client/httpanswer.h"
#include "common/client/pollloop.h"
#include "common/client/readposition.h"
#include "common/client/sender.h"
#include "common/core/clock.h"
#include "common/protocol/answerdecoder.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace relais::client {

/// How a client stays connected, as a state machine: events in, with the time; effects out, to be done in their
/// order. It has no socket, no thread and no clock of its own. The browser SDK has the same machine, and
/// tests/vectors/connection.json holds both to the same behaviour.
///
///                  start()                    sync.connected
///     Stopped ──────────────► Connecting ─────────────────────► WebSocket
///        ▲                      │     ▲                           │   ▲
///        │ stop()    a poll was │     │ a poll failed             │   │
///        └── any     answered   │     ├───────────────────────────┘   │
///                               ▼     │ the WebSocket was lost        │
///                             Polling ┴───────────────────────────────┘
///                                                 sync.connected
///
///     any ──► Failed      closed with 40xx, or 401/403 that neither a new token nor the other transport cures
///     Failed ──► Connecting    start()
///
/// Beneath, two things go on beside each other:
///
/// The WebSocket. Idle until its next attempt is due; Opening until `sync.connected` has come; Open. An attempt is
/// due at once after start(), wake() and the first close with 42xx, else after a back-off with full jitter, spread
/// over the server's window when that restarts. After maxReconnectAttempts failures in a row the attempts go on, but
/// seldom. Polls that work again after they had failed end this: it was the network, and no proxy that blocks.
///
/// Polls (PollLoop). They begin when an attempt has failed or takes longer than fallbackDelay, and end when
/// `sync.connected` comes: a poll that runs is aborted. So the two never deliver at once, and while the WebSocket
/// lives there is no poll. Both go on from the one ReadPosition, which lets each message through once.
///
/// Every frame and answer is taken for hostile: what is not as the contract says is left out, or ends the connection.
class ConnectionMachine {
public:
    /// `random` gives numbers from 0 up to, but not, 1.
    ConnectionMachine(ConnectionRules rules, std::function<double()> random);
    ConnectionMachine(const ConnectionMachine &) = delete;
    ConnectionMachine &operator=(const ConnectionMachine &) = delete;

    // Events. The time never steps back from one to the next.

    Effects start(MonotonicTime now);
    /// What was sent and not answered stays in the outbox, and goes out after the next start().
    Effects stop(MonotonicTime now);
    /// The network has changed, or the machine slept: everything that waits is tried now, what seems to live is
    /// probed.
    Effects wake(MonotonicTime now);
    /// deadline() has come.
    Effects tick(MonotonicTime now);
    Effects socketText(std::string_view text, MonotonicTime now);
    /// The WebSocket was closed, or could not be opened. 1006: without a close frame.
    Effects socketClosed(int code, MonotonicTime now);
    Effects pollAnswered(const HttpAnswer &answer, MonotonicTime now);
    Effects postAnswered(const HttpAnswer &answer, MonotonicTime now);
    /// `frame`, a `sync.watch` as JSON, goes out now and first on each WebSocket from here on, and what the server
    /// then tells a watcher is handed out. Empty: neither. Polls know no such thing.
    Effects watch(std::string frame, MonotonicTime now);
    /// Takes a message into the outbox, in any state. `key`: its idempotency key, which nobody else uses. A request
    /// is as MessageDecoder gives it. Errors: Overloaded, when the outbox is full.
    Result<SendHandle> send(SendRequest request, std::string key);
    /// After send(): hands over what can be.
    Effects flush(MonotonicTime now);

    // What it has come to.

    ConnectionState state() const { return m_state; }
    const std::string &cursor() const { return m_position.cursor(); }
    const Outbox &outbox() const { return m_sender.outbox(); }
    /// When tick() is due; none when nothing is waited for.
    std::optional<MonotonicTime> deadline() const;
    /// When it tries next to reach the server; none while it does, is connected by WebSocket, or does not run.
    std::optional<MonotonicTime> nextAttempt() const;

private:
    enum class SocketState : std::uint8_t {
        Idle,
        Opening,
        Open,
    };
    struct PendingResync {
        MonotonicTime due;
        std::string reason;
        std::chrono::milliseconds spread;
    };

    bool isRunning() const { return m_state != ConnectionState::Stopped && m_state != ConnectionState::Failed; }
    void setState(ConnectionState state, std::optional<Error> error = std::nullopt);
    Effects finish();
    void runDue();
    void fail(Error error);
    void silence();
    void hurry();

    void openSocket();
    void dropSocket(std::string text);
    void socketDown(int code, std::string text);
    std::chrono::milliseconds waitBeforeReopening(int code);
    void onFirstFrame(const Result<ServerFrame> &frame);
    void onConnected(const ConnectedFrame &frame);
    void onFrame(Result<ServerFrame> frame);
    void sendPing();

    void startPolling();
    void stopPolling();
    void onPage(PollAnswer answer);
    void pollFailed(const HttpAnswer &answer);
    void refuseToken(int status, const std::string &body);

    void receive(Message message);
    void restartFrom(const std::string &cursor);
    void scheduleResync(std::string reason, std::chrono::milliseconds spread);
    Sender::Route route() const;
    void report(Transport transport, std::string text);

    const ConnectionRules m_rules;
    const std::function<double()> m_random;
    AnswerDecoder m_decoder;
    MonotonicTime m_now; ///< of the event that is being handled
    Effects m_effects; ///< of the same

    ConnectionState m_state = ConnectionState::Stopped;
    ReadPosition m_position;
    PollLoop m_poll;
    std::string m_watch; ///< the frame; empty: none
    Sender m_sender;
    std::optional<PendingResync> m_resync;
    bool m_skipsBacklog = false; ///< polls only look for the end of the log, as there was no position to go on from
    std::optional<MonotonicTime> m_lastWake;
    /// 401 or 403 with a new token over HTTP. Final when no WebSocket opens either.
    std::optional<Error> m_refusal;

    SocketState m_socket = SocketState::Idle;
    MonotonicTime m_socketSince; ///< when it came to be Opening or Open
    bool m_openedWithPosition = false;
    TokenUse m_socketToken = TokenUse::Ask; ///< of the next attempt
    int m_failures = 0; ///< of attempts, in a row
    std::optional<MonotonicTime> m_retryAt; ///< the next attempt
    std::optional<MonotonicTime> m_fallbackAt; ///< polling starts
    Heartbeat m_heartbeat; ///< of the Open one
    std::chrono::milliseconds m_reconnectSpread{0};
};

} // namespace relais::client
