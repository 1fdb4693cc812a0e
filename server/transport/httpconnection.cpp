// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/httpconnection.h"

#include <utility>

#include <sys/epoll.h>
#include <sys/socket.h>

#include "server/transport/httprefusal.h"
#include "server/transport/websocketconnection.h"
#include "server/transport/websockethandshake.h"

namespace relais::server {

using namespace std::chrono_literals;

namespace {

// After the last answer, for as long and as much as this, so that a reset does not overtake it (RFC 9112
// section 9.6).
constexpr auto lingerTime = 2s;
constexpr std::size_t lingerBytes = 4 * 1024 * 1024;
// Of a pipeline, before others get their turn: epoll names a connection once a round.
constexpr int requestsInTurn = 8;
// A keep-alive connection keeps a buffer for an ordinary answer, and gives back a larger one.
constexpr std::size_t keptOutputBytes = 1024;

} // namespace

HttpConnection::HttpConnection(TransportContext &context, Socket socket)
    : m_context(context)
    , m_socket(std::move(socket))
    , m_reader(context.settings.http)
    , m_phaseBegan(context.reactor.now())
{
}

HttpConnection::~HttpConnection()
{
    m_context.unfinishedBodyBytes -= m_unfinishedBody;
}

void HttpConnection::start(ConnectionId id)
{
    m_id = id;
    updateDeadline();
}

void HttpConnection::onReady(std::uint32_t epollEvents)
{
    m_requestsInTurn = 0;
    if ((epollEvents & (EPOLLERR | EPOLLHUP)) != 0)
        close();
    else if (m_state == State::Lingering)
        discardInput();
    else if ((epollEvents & EPOLLOUT) != 0)
        advance();
    else if (m_state == State::Waiting)
        onReadyWhileWaiting(epollEvents);
    else
        receive();
}

/// Input is no longer watched only when there is some: most answers come before, and each change is a system call.
void HttpConnection::onReadyWhileWaiting(std::uint32_t epollEvents)
{
    m_leavesInput = true;
    if ((epollEvents & EPOLLRDHUP) != 0)
        onClientHalfClosed();
    else
        updateInterest();
}

void HttpConnection::receive()
{
    const bool wasHandshaking = m_socket.isHandshaking();
    const Transfer got = m_socket.read(m_context.readBuffer);
    ByteCounters::add(m_context.bytes.in, got.bytes);
    if (wasHandshaking)
        onHandshakeRead();
    switch (got.status) {
    case Transfer::Status::WouldBlock:
        updateInterest(); // TLS may have something to say
        updateDeadline();
        return;
    case Transfer::Status::Failed:
        close();
        return;
    case Transfer::Status::Ended:
        onInputEnded();
        return;
    case Transfer::Status::Done:
        break;
    }
    if (isForbiddenPlaintext())
        refuse(Error{.code = ErrorCode::BadRequest, .detail = "this port speaks TLS: use https://"});
    else
        process({m_context.readBuffer.data(), got.bytes});
    if (!m_isGone)
        advance();
}

void HttpConnection::onHandshakeRead()
{
    m_context.reactor.noteLongWork();
    if (!m_socket.isHandshaking())
        m_phaseBegan = m_context.reactor.now(); // the request has its own time
}

bool HttpConnection::isForbiddenPlaintext() const
{
    return m_context.tls && !m_context.tls->context.settings().allowsPlaintext && !m_socket.isSecure();
}

void HttpConnection::onInputEnded()
{
    m_inputEnded = true;
    close(); // a request that stops half-way gets no answer: it was not understood
}

void HttpConnection::process(std::string_view bytes)
{
    m_isProcessing = true;
    while (!bytes.empty() && m_state == State::Reading && !m_closeAfterOutput && m_requestsInTurn < requestsInTurn
           && m_output.size() - m_outputBegin < m_context.settings.unsentBytes) {
        bytes.remove_prefix(m_reader.feed(bytes));
        if (m_reader.state() == HttpReader::State::Failed) {
            TransportCounters::add(m_context.counters.requestsMalformed);
            refuse(m_reader.error(), m_reader.isHeadRequest());
        } else if (m_reader.state() == HttpReader::State::Complete) {
            handleRequest(bytes);
            if (m_isGone)
                return;
        } else if (!welcomesBody()) {
            HttpRequest request = m_reader.takeHead();
            noteRequest(request);
            dispatch(std::move(request));
            if (m_isGone)
                return;
        } else if (m_reader.takeExpectsContinue()) {
            m_output += "HTTP/1.1 100 Continue\r\n\r\n";
        }
    }
    m_isProcessing = false;
    if (!bytes.empty() && !m_closeAfterOutput)
        m_backlog.assign(bytes);
    trackUnfinishedBody();
}

/// Asked for a body that is large or announced, and so before it counts against what all of them may hold: who is
/// refused anyway takes nobody's place. A small one costs less than the question.
bool HttpConnection::welcomesBody()
{
    const bool matters = m_reader.expectsContinue() || m_reader.heldBodyBytes() > m_context.settings.http.headBytes;
    if (matters && !m_isBodyWelcome)
        m_isBodyWelcome = m_context.http.welcomesBody(m_reader.head());
    return m_isBodyWelcome || !matters;
}

void HttpConnection::trackUnfinishedBody()
{
    const TransportSettings &settings = m_context.settings;
    auto held = static_cast<std::uint32_t>(m_reader.heldBodyBytes());
    if (held <= settings.http.headBytes)
        held = 0; // bounded as a head is
    const std::size_t others = m_context.unfinishedBodyBytes - m_unfinishedBody;
    if (held > 0 && others + held > settings.unfinishedBodyBytes) {
        refuse(Error{.code = ErrorCode::Overloaded,
                     .detail = "too many requests with large bodies are unfinished",
                     .at = "body"});
        std::exchange(m_reader, HttpReader(settings.http)); // whose memory goes with it
        held = 0;
    }
    m_context.unfinishedBodyBytes = others + held;
    m_unfinishedBody = held;
}

void HttpConnection::handleRequest(std::string_view bytesBehind)
{
    HttpRequest request = m_reader.takeRequest();
    m_isBodyWelcome = false;
    noteRequest(request);
    if (isWebSocketUpgrade(request)) {
        upgrade(request, bytesBehind);
    } else if (request.target() == "*") { // OPTIONS * asks about the server as a whole
        deliver(QByteArrayLiteral("HTTP/1.1 204 No Content\r\nAllow: GET, HEAD, POST, OPTIONS\r\n\r\n"),
                !request.wantsKeepAlive());
    } else {
        dispatch(std::move(request));
    }
}

void HttpConnection::dispatch(HttpRequest request)
{
    m_state = State::Waiting;
    m_context.http.dispatch(m_id, m_socket.peer(), std::move(request));
}

void HttpConnection::noteRequest(HttpRequest &request)
{
    request.setSecure(m_socket.isSecure());
    TransportCounters::add(m_context.counters.requests);
    m_hadRequest = true;
    ++m_requestsInTurn;
    m_context.reactor.noteLongWork(); // its signature alone may take a tenth of a millisecond
}

void HttpConnection::upgrade(const HttpRequest &request, std::string_view bytesBehind)
{
    const Result<WebSocketHandshake> handshake = checkWebSocketHandshake(request);
    if (!handshake) {
        refuse(handshake.error(), request.method() == "HEAD");
        return;
    }
    auto session = m_context.sessions.authorize(request, *handshake, m_socket.peer());
    if (!session) {
        refuse(session.error());
        return;
    }
    const QByteArray answer = m_context.webSocket.answer(request, *handshake);
    if (answer.isEmpty()) {
        refuse(Error{.code = ErrorCode::BadRequest, .detail = "the upgrade could not be interpreted"});
        return;
    }
    TransportCounters::add(m_context.counters.upgrades);
    m_isGone = true;
    m_output.erase(0, m_outputBegin); // answers to what was pipelined before
    appendAnswer({answer.constData(), static_cast<std::size_t>(answer.size())});
    auto connection
        = std::make_unique<WebSocketConnection>(m_context, std::move(m_socket), m_id, std::move(*session));
    WebSocketConnection &webSocket = *connection;
    std::string behind(bytesBehind);
    m_context.reactor.replace(m_id, std::move(connection));
    webSocket.start(std::move(m_output), behind);
}

void HttpConnection::refuse(const Error &error, bool isHeadRequest)
{
    const std::string answer = httpRefusal(error);
    // A body behind an answer to HEAD would be read as the next answer by a proxy that keeps the connection.
    appendAnswer(isHeadRequest ? std::string_view(answer).substr(0, answer.find("\r\n\r\n") + 4) : answer);
    m_closeAfterOutput = true;
}

/// With what every answer over TLS says.
void HttpConnection::appendAnswer(std::string_view answer)
{
    const std::size_t statusLine = answer.find('\n') + 1;
    m_output += answer.substr(0, statusLine);
    if (m_socket.isSecure())
        m_output += m_context.tls->context.securityField();
    m_output += answer.substr(statusLine);
}

void HttpConnection::turnAway(int descriptor, ConnectionLimiter::Limit limit)
{
    const std::string &answer = httpRefusal(limit);
    ::send(descriptor, answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    ::shutdown(descriptor, SHUT_WR);
    char discarded[4096]; // what was sent already would turn the close into a reset, which eats the answer
    ::recv(descriptor, discarded, sizeof discarded, MSG_DONTWAIT);
}

void HttpConnection::deliver(QByteArray answer, bool closeAfter)
{
    if (m_isGone)
        return;
    appendAnswer({answer.constData(), static_cast<std::size_t>(answer.size())});
    m_abandoned = nullptr;
    m_leavesInput = false;
    m_state = State::Reading;
    m_phaseBegan = m_context.reactor.now();
    if (closeAfter || m_inputEnded)
        m_closeAfterOutput = true;
    if (m_isProcessing)
        return;
    m_requestsInTurn = 0;
    advance();
}

void HttpConnection::onClientHalfClosed()
{
    m_inputEnded = true;
    updateInterest();
    if (const auto abandoned = std::exchange(m_abandoned, nullptr))
        abandoned();
}

void HttpConnection::advance()
{
    while (writeOutput() && m_state == State::Reading) {
        if (m_closeAfterOutput) {
            closeOrLinger();
            return;
        }
        if (m_backlog.empty() || m_requestsInTurn >= requestsInTurn)
            break; // if there is more: epoll says in the next round that there is room to write
        const std::string backlog = std::exchange(m_backlog, {});
        process(backlog);
        if (m_isGone)
            return;
        if (m_output.empty() && !m_closeAfterOutput)
            break; // what is left is the beginning of a request
    }
    if (m_isGone)
        return;
    updateInterest();
    updateDeadline();
}

/// Returns true when nothing is left to write.
bool HttpConnection::writeOutput()
{
    if (!hasOutput())
        return true;
    const Transfer flushed = m_socket.flush();
    const Transfer sent = flushed.status == Transfer::Status::Done
        ? m_socket.write(std::string_view(m_output).substr(m_outputBegin))
        : Transfer{0, flushed.status};
    if (sent.status == Transfer::Status::Failed) {
        close();
        return false;
    }
    ByteCounters::add(m_context.bytes.out, sent.bytes);
    m_outputBegin += sent.bytes;
    if (sent.bytes + flushed.bytes != 0)
        m_phaseBegan = m_context.reactor.now();
    if (m_outputBegin < m_output.size() || m_socket.hasUnsent())
        return false;
    m_outputBegin = 0;
    if (m_output.capacity() > keptOutputBytes)
        std::string().swap(m_output); // an assignment would keep its memory
    else
        m_output.clear();
    return true;
}

void HttpConnection::closeOrLinger()
{
    if (m_inputEnded) {
        close();
        return;
    }
    m_socket.shutDownWriting();
    m_state = State::Lingering;
    std::string().swap(m_backlog);
    m_context.reactor.setDeadline(m_id, m_context.reactor.now() + lingerTime);
    updateInterest();
    discardInput();
}

void HttpConnection::discardInput()
{
    for (;;) {
        const Transfer got = m_socket.read(m_context.readBuffer);
        if (got.status == Transfer::Status::WouldBlock)
            return;
        ByteCounters::add(m_context.bytes.in, got.bytes);
        m_discarded += got.bytes;
        if (got.status != Transfer::Status::Done || m_discarded > lingerBytes) {
            close();
            return;
        }
    }
}

void HttpConnection::close()
{
    if (m_isGone)
        return;
    m_isGone = true;
    // Who holds the answer back must not keep it for a client that is gone.
    if (const auto abandoned = std::exchange(m_abandoned, nullptr))
        abandoned();
    m_context.reactor.remove(m_id, m_socket.descriptor());
}

void HttpConnection::onDeadline(MonotonicTime)
{
    if (m_state == State::Lingering) {
        close();
        return;
    }
    TransportCounters::add(m_context.counters.timeouts);
    if (hasOutput() || m_reader.state() == HttpReader::State::Idle) {
        close(); // nothing was asked: no answer is due
        return;
    }
    const bool isHead = m_reader.state() == HttpReader::State::Head;
    refuse(Error{.code = ErrorCode::RequestTimeout,
                 .detail = isHead ? "the head of the request did not arrive in time"
                                  : "the body of the request did not arrive in time",
                 .at = isHead ? "head" : "body"},
           m_reader.isHeadRequest());
    advance();
}

void HttpConnection::updateInterest()
{
    std::uint32_t events = 0;
    if (hasOutput() || isYielding())
        events = EPOLLOUT;
    else if (m_state == State::Lingering)
        events = EPOLLIN;
    else if (m_state == State::Waiting && m_leavesInput)
        events = m_inputEnded ? 0U : std::uint32_t{EPOLLRDHUP};
    else
        events = EPOLLIN | EPOLLRDHUP;
    if (events != m_interest) {
        m_interest = events;
        m_context.reactor.setInterest(m_id, m_socket.descriptor(), events);
    }
}

void HttpConnection::updateDeadline()
{
    const TransportSettings &settings = m_context.settings;
    if (m_reader.state() != m_readerState) {
        m_readerState = m_reader.state();
        m_phaseBegan = m_context.reactor.now();
    }
    MonotonicTime deadline = MonotonicTime::max();
    if (m_socket.isHandshaking())
        deadline = m_phaseBegan + m_context.tls->context.settings().handshakeTimeout;
    else if (hasOutput() || isYielding()) // who yields has its turn as soon as there is room to write
        deadline = m_phaseBegan + settings.writeTimeout;
    else if (m_state == State::Waiting)
        deadline = MonotonicTime::max();
    else if (m_readerState == HttpReader::State::Body)
        deadline = m_phaseBegan + settings.bodyTimeout;
    else if (m_readerState == HttpReader::State::Head || !m_hadRequest)
        deadline = m_phaseBegan + settings.headTimeout;
    else
        deadline = m_phaseBegan + settings.idleTimeout;
    m_context.reactor.setDeadline(m_id, deadline);
}

} // namespace relais::server
