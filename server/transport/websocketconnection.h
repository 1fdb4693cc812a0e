// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/transport/reactor.h"
#include "server/transport/socket.h"
#include "server/transport/transportcontext.h"
#include "server/transport/websocketcodec.h"
#include "server/transport/websocketsession.h"

namespace relais::server {

/// A socket that speaks WebSocket (RFC 6455), for a session.
///
///   Open --- close(), or a violation: our close frame is sent ---> Closing --- the peer's came, or a deadline ---+
///    |                                                                                                          v
///    +--- the peer's close frame: answered -------------------------------------------------------------> Lingering
///    |                                                                                                          |
///    +--- the connection broke, or the peer is silent for two heartbeats ---> gone <--- the peer closes --------+
///
/// The session hears of it (onClosed) when Open is left. What the kernel does not take is held as a reference to a
/// message and a place in it (hold), not as a copy; own small frames (acknowledgements, pongs) have a bounded buffer.
///
/// Lives in its I/O thread, owned by the reactor.
class WebSocketConnection final : public ReactorClient, private WebSocketSink {
public:
    WebSocketConnection(TransportContext &context, Socket socket, ConnectionId id,
                        std::unique_ptr<WebSocketSession> session);
    ~WebSocketConnection() override;

    /// Writes the handshake's answer and reads what the client sent behind its request.
    void start(std::string handshakeAnswer, std::string &bytesBehind);

    ConnectionId id() const { return m_id; }
    const PeerAddress &peer() const { return m_socket.peer(); }
    TransportContext &context() { return m_context; }

    /// Is nothing held back, so that trySend() may be called?
    bool isWritable() const { return !hasToSend() && !m_isBroken; }
    /// Sends whole frames straight from the caller's buffer; returns how many bytes the socket took. The rest is the
    /// caller's: it holds the frame that was cut, and comes again at onWritable(). Precondition: isWritable(). On a
    /// connection that broke, everything counts as taken and onClosed() follows.
    std::size_t trySend(std::string_view frames);
    /// Brings what trySend() looks at into the cache, ahead of its turn.
    void prefetch() const
    {
        __builtin_prefetch(this);
        __builtin_prefetch(&m_held);
        __builtin_prefetch(&m_isBroken);
    }
    /// Keeps the rest of a frame, which `owner` keeps alive, to be sent before anything else.
    void hold(std::shared_ptr<const void> owner, std::string_view rest);

    enum class SendResult : std::uint8_t { Sent, Queued, Dropped };
    /// Sends a frame of the session's own, behind what is held. Dropped: the client did not take what was due to it
    /// (TransportSettings::unsentBytes); the connection is being closed (4101).
    SendResult send(std::string_view frame);

    /// Sends a close frame and leaves Open. `reason` is for a person who reads the client's log.
    void close(std::uint16_t code, std::string_view reason);

    std::uint64_t bytesHeld() const { return m_held.size() + m_output.size(); }

    void onReady(std::uint32_t epollEvents) override;
    void onDeadline(MonotonicTime now) override;

private:
    enum class State : std::uint8_t { Open, Closing, Lingering };

    bool onMessage(WebSocketOpcode opcode, std::string_view payload) override;
    bool onPing(std::string_view payload) override;
    bool onPong(std::string_view payload) override;
    bool onClose(const WebSocketClose &close) override;

    bool hasToSend() const { return !m_held.empty() || !m_output.empty() || m_socket.hasUnsent(); }
    void receive();
    void read(std::span<char> bytes);
    bool takeFromBucket();
    void trackUnfinished();
    void answerPing();
    void flush();
    void awaitRoom();
    void leaveOpen();
    void finish(std::string_view closeFrame);
    void linger();
    void discardInput();
    void destroy();
    void breakDown();
    void updateInterest();
    void updateDeadline();

    TransportContext &m_context;
    Socket m_socket;
    const ConnectionId m_id;
    std::unique_ptr<WebSocketSession> m_session; ///< while Open
    std::unique_ptr<WebSocketSession> m_closedSession;
    WebSocketDecoder m_decoder;

    std::shared_ptr<const void> m_heldOwner;
    std::string_view m_held;
    std::string m_output;
    std::optional<std::string> m_ping; ///< the last one that is not answered; the ones before need no answer

    MonotonicTime m_lastHeard;
    MonotonicTime m_nextHeartbeat;
    MonotonicTime m_messageBegan = MonotonicTime::max(); ///< while one is unfinished
    MonotonicTime m_lastProgress = MonotonicTime::max(); ///< of sending, while something is held
    MonotonicTime m_closeDeadline = MonotonicTime::max();
    MonotonicTime m_bucketFilled;
    float m_bucket;
    std::uint32_t m_unfinished = 0; ///< this connection's part of TransportContext::unfinishedBytes
    std::uint32_t m_interest = 0;
    State m_state = State::Open;
    bool m_isCorked = false; ///< input is being read: what it causes leaves in one write behind it
    bool m_isBroken = false;
    bool m_isGone = false;
};

} // namespace relais::server
