// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/websocketconnection.h"

#include <algorithm>

#include <sys/epoll.h>

#include "common/protocol/errors.h"

namespace relais::server {

using namespace std::chrono_literals;

namespace {

// For the peer's close frame, and then for its end of the connection (RFC 6455 section 7.1.1).
constexpr auto closeTime = 2s;

// Read at once, before others get their turn. Some thousand frames at most, and of ordinary messages one or more.
constexpr std::size_t bytesInTurn = 16 * 1024;

// Who sends without reading is not read from beyond this much of what it has to take.
constexpr std::size_t pauseInputBytes = 64 * 1024;

} // namespace

WebSocketConnection::WebSocketConnection(TransportContext &context, Socket socket, ConnectionId id,
                                         std::unique_ptr<WebSocketSession> session)
    : m_context(context)
    , m_socket(std::move(socket))
    , m_id(id)
    , m_session(std::move(session))
    , m_lastHeard(context.reactor.now())
    , m_nextHeartbeat(m_lastHeard + context.settings.heartbeat)
    , m_bucketFilled(m_lastHeard)
    , m_bucket(static_cast<float>(context.settings.messageBurst))
{
}

WebSocketConnection::~WebSocketConnection()
{
    m_context.unfinishedBytes -= m_unfinished;
    leaveOpen();
}

void WebSocketConnection::start(std::string handshakeAnswer, std::string &bytesBehind)
{
    m_output = std::move(handshakeAnswer);
    m_isCorked = true;
    m_session->onOpen(*this);
    m_isCorked = false;
    if (!bytesBehind.empty() && m_state == State::Open)
        read(bytesBehind);
    if (!m_isGone)
        flush();
}

void WebSocketConnection::onReady(std::uint32_t epollEvents)
{
    if ((epollEvents & (EPOLLERR | EPOLLHUP)) != 0) {
        destroy();
        return;
    }
    if ((epollEvents & EPOLLOUT) != 0)
        flush();
    if (m_isGone || (epollEvents & (EPOLLIN | EPOLLRDHUP)) == 0)
        return;
    if (m_state == State::Lingering)
        discardInput();
    else
        receive();
}

void WebSocketConnection::receive()
{
    m_context.reactor.noteLongWork();
    const std::span<char> buffer(m_context.readBuffer);
    // TLS wants room for whole records.
    const Transfer got = m_socket.read(m_socket.isSecure() ? buffer : buffer.first(bytesInTurn));
    ByteCounters::add(m_context.bytes.in, got.bytes);
    if (got.status == Transfer::Status::Ended || got.status == Transfer::Status::Failed) {
        destroy();
        return;
    }
    if (got.status == Transfer::Status::Done)
        read({m_context.readBuffer.data(), got.bytes});
    else
        trackUnfinished(); // of TLS it may be a record that has begun
    if (!m_isGone)
        flush();
}

void WebSocketConnection::read(std::span<char> bytes)
{
    m_lastHeard = m_context.reactor.now();
    m_isCorked = true;
    const std::optional<WebSocketClose> violation = m_decoder.feed(bytes, m_context.settings.webSocket, *this);
    m_isCorked = false;
    if (violation && m_state != State::Lingering) {
        TransportCounters::add(m_context.counters.protocolViolations);
        if (m_state == State::Open)
            finish(encodeWebSocketCloseFrame(violation->code, violation->reason));
        else
            linger();
        return;
    }
    answerPing();
    trackUnfinished();
}

bool WebSocketConnection::onMessage(WebSocketOpcode opcode, std::string_view payload)
{
    if (m_state != State::Open)
        return true; // behind our close frame: read for the peer's, not for this
    if (!takeFromBucket()) {
        close(static_cast<std::uint16_t>(errorInfo(ErrorCode::RateLimited).closeCode), "too many messages");
        return true;
    }
    m_session->onMessage(opcode, payload);
    return m_state != State::Lingering;
}

bool WebSocketConnection::onPing(std::string_view payload)
{
    if (m_state == State::Open)
        m_ping = payload;
    return true;
}

bool WebSocketConnection::onPong(std::string_view)
{
    return true; // that it was heard is enough
}

bool WebSocketConnection::onClose(const WebSocketClose &peerClose)
{
    if (m_state == State::Open) // answered with the same code, or none where there was none (section 5.5.1)
        finish(peerClose.code == 1005 ? encodeWebSocketFrame(WebSocketOpcode::Close, {})
                                      : encodeWebSocketCloseFrame(peerClose.code, {}));
    else
        linger();
    return false;
}

bool WebSocketConnection::takeFromBucket()
{
    const auto rate = static_cast<float>(m_context.settings.messagesPerSecond);
    if (rate == 0)
        return true;
    const MonotonicTime now = m_context.reactor.now();
    const std::chrono::duration<float> passed = now - m_bucketFilled;
    m_bucketFilled = now;
    m_bucket = std::min(m_bucket + passed.count() * rate, static_cast<float>(m_context.settings.messageBurst));
    if (m_bucket < 1)
        return false;
    m_bucket -= 1;
    return true;
}

void WebSocketConnection::trackUnfinished()
{
    const auto held = static_cast<std::uint32_t>(m_decoder.heldBytes() + m_socket.heldBytes());
    m_context.unfinishedBytes += held;
    m_context.unfinishedBytes -= m_unfinished;
    m_unfinished = held;
    if (m_context.unfinishedBytes > m_context.settings.unfinishedBytes && held != 0 && m_state == State::Open)
        close(static_cast<std::uint16_t>(errorInfo(ErrorCode::Overloaded).closeCode), "too many unfinished messages");
    if (!m_decoder.isMidMessage() && m_socket.heldBytes() == 0)
        m_messageBegan = MonotonicTime::max();
    else if (m_messageBegan == MonotonicTime::max())
        m_messageBegan = m_context.reactor.now();
}

void WebSocketConnection::answerPing()
{
    if (!m_ping || !m_held.empty() || m_state != State::Open)
        return;
    m_output += encodeWebSocketFrame(WebSocketOpcode::Pong, *m_ping);
    m_ping.reset();
}

std::size_t WebSocketConnection::trySend(std::string_view frames)
{
    const Transfer sent = m_socket.write(frames);
    ByteCounters::add(m_context.bytes.out, sent.bytes);
    if (sent.status == Transfer::Status::Failed) {
        breakDown();
        return frames.size();
    }
    if (m_socket.hasUnsent())
        awaitRoom();
    return sent.bytes;
}

void WebSocketConnection::hold(std::shared_ptr<const void> owner, std::string_view rest)
{
    m_heldOwner = std::move(owner);
    m_held = rest;
    awaitRoom();
}

void WebSocketConnection::awaitRoom()
{
    m_lastProgress = m_context.reactor.now();
    updateInterest();
    updateDeadline();
}

WebSocketConnection::SendResult WebSocketConnection::send(std::string_view frame)
{
    if (m_state != State::Open || m_isBroken)
        return SendResult::Dropped;
    if (!m_output.empty() && m_output.size() + frame.size() > m_context.settings.unsentBytes) {
        close(static_cast<std::uint16_t>(errorInfo(ErrorCode::TooSlow).closeCode), "answers are not being read");
        return SendResult::Dropped;
    }
    m_output += frame;
    if (!m_isCorked)
        flush();
    return m_output.empty() ? SendResult::Sent : SendResult::Queued;
}

void WebSocketConnection::close(std::uint16_t code, std::string_view reason)
{
    if (m_state != State::Open)
        return;
    leaveOpen();
    m_state = State::Closing;
    m_output += encodeWebSocketCloseFrame(code, reason);
    m_closeDeadline = m_context.reactor.now() + closeTime;
    if (!m_isCorked)
        flush();
}

void WebSocketConnection::leaveOpen()
{
    if (!m_session)
        return;
    m_closedSession = std::move(m_session); // kept: it may be what called
    m_closedSession->onClosed();
}

void WebSocketConnection::finish(std::string_view closeFrame)
{
    leaveOpen();
    m_output += closeFrame;
    linger(); // flush() shuts down writing behind it
}

void WebSocketConnection::linger()
{
    m_state = State::Lingering;
    m_closeDeadline = m_context.reactor.now() + closeTime;
}

void WebSocketConnection::flush()
{
    const bool hadSomething = hasToSend();
    while (hasToSend()) {
        const bool isFlush = m_socket.hasUnsent(); // of what was counted before
        const std::string_view next = m_held.empty() ? std::string_view(m_output) : m_held;
        const Transfer sent = isFlush ? m_socket.flush() : m_socket.write(next);
        if (!isFlush)
            ByteCounters::add(m_context.bytes.out, sent.bytes);
        if (sent.status == Transfer::Status::Failed) {
            destroy();
            return;
        }
        if (sent.bytes != 0)
            m_lastProgress = m_context.reactor.now();
        if (!isFlush && m_held.empty())
            m_output.erase(0, sent.bytes);
        else if (!isFlush)
            m_held.remove_prefix(sent.bytes);
        if (sent.status == Transfer::Status::WouldBlock)
            break;
        if (m_held.empty()) {
            m_heldOwner.reset();
            answerPing();
        }
    }
    if (!hasToSend()) {
        m_output.shrink_to_fit();
        m_lastProgress = MonotonicTime::max();
        if (m_state == State::Lingering)
            m_socket.shutDownWriting();
        else if (m_state == State::Open && hadSomething)
            m_session->onWritable();
    } else if (m_lastProgress == MonotonicTime::max()) {
        m_lastProgress = m_context.reactor.now();
    }
    if (m_isGone)
        return;
    updateInterest();
    updateDeadline();
}

void WebSocketConnection::discardInput()
{
    const Transfer got = m_socket.read(m_context.readBuffer);
    if (got.status == Transfer::Status::Ended || got.status == Transfer::Status::Failed)
        destroy();
}

void WebSocketConnection::onDeadline(MonotonicTime now)
{
    const TransportSettings &settings = m_context.settings;
    if (m_isBroken || now >= m_closeDeadline) {
        destroy();
        return;
    }
    if (m_state == State::Open) {
        if (now - m_lastHeard >= 2 * settings.heartbeat) {
            TransportCounters::add(m_context.counters.timeouts);
            close(1001, "silent for two heartbeats");
        } else if (m_lastProgress != MonotonicTime::max() && now - m_lastProgress >= settings.sendTimeout) {
            TransportCounters::add(m_context.counters.timeouts);
            close(static_cast<std::uint16_t>(errorInfo(ErrorCode::TooSlow).closeCode), "nothing is being read");
        } else if (m_messageBegan != MonotonicTime::max() && now - m_messageBegan >= settings.messageTimeout) {
            TransportCounters::add(m_context.counters.timeouts);
            close(static_cast<std::uint16_t>(errorInfo(ErrorCode::ProtocolError).closeCode), "unfinished message");
        } else if (now >= m_nextHeartbeat) {
            m_nextHeartbeat = now + settings.heartbeat;
            if (isWritable()) // else the peer has something to take anyway
                m_output += encodeWebSocketFrame(WebSocketOpcode::Ping, {});
            flush();
        }
    }
    if (!m_isGone)
        updateDeadline();
}

void WebSocketConnection::breakDown()
{
    // The caller is in the midst of a list of clients: what follows comes after it.
    m_isBroken = true;
    m_context.reactor.setDeadline(m_id, m_context.reactor.now());
}

void WebSocketConnection::destroy()
{
    if (m_isGone)
        return;
    m_isGone = true;
    leaveOpen();
    m_context.reactor.remove(m_id, m_socket.descriptor());
}

void WebSocketConnection::updateInterest()
{
    std::uint32_t events = EPOLLRDHUP;
    if (m_output.size() <= pauseInputBytes)
        events |= EPOLLIN;
    if (hasToSend())
        events |= EPOLLOUT;
    if (events == m_interest)
        return;
    m_interest = events;
    m_context.reactor.setInterest(m_id, m_socket.descriptor(), events);
}

void WebSocketConnection::updateDeadline()
{
    const TransportSettings &settings = m_context.settings;
    MonotonicTime deadline = m_closeDeadline;
    if (m_state == State::Open) {
        deadline = std::min({deadline, m_nextHeartbeat, m_lastHeard + 2 * settings.heartbeat});
        if (m_messageBegan != MonotonicTime::max())
            deadline = std::min(deadline, m_messageBegan + settings.messageTimeout);
        if (m_lastProgress != MonotonicTime::max())
            deadline = std::min(deadline, m_lastProgress + settings.sendTimeout);
    }
    if (m_isBroken)
        deadline = m_context.reactor.now();
    m_context.reactor.setDeadline(m_id, deadline);
}

} // namespace relais::server
