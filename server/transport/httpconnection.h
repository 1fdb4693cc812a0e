// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <QByteArray>

#include "server/transport/httpreader.h"
#include "server/transport/reactor.h"
#include "server/transport/socket.h"
#include "server/transport/transportcontext.h"

namespace relais::server {

/// A socket that speaks HTTP: reads requests, has them answered one after the other, and writes the answers.
///
///            bytes                    whole request, or a head that is refused whatever the body says
///   Reading ------> Reading (slow? 408) ----------> Waiting ---- answer ----> Reading
///      |                                               |  (what is pipelined waits here too)
///      | malformed, or answer says close               | client half-closes: the answer is asked for at once
///      v                                               v
///   Lingering: writing shut down, input discarded until the client closes or a deadline, since a reset would eat the
///   answer on its way. An upgrade replaces this object by a WebSocketConnection.
///
/// Lives in its I/O thread, owned by the reactor.
class HttpConnection final : public ReactorClient {
public:
    HttpConnection(TransportContext &context, Socket socket);
    ~HttpConnection() override;

    /// Answers 503 or 429 on a descriptor that is closed next, and for which there is no place.
    static void turnAway(int descriptor, ConnectionLimiter::Limit limit);

    /// After the reactor has taken it.
    void start(ConnectionId id);

    void onReady(std::uint32_t epollEvents) override;
    void onDeadline(MonotonicTime now) override;

    /// The answer to the request that waits for one.
    void deliver(QByteArray answer, bool closeAfter);
    void setAbandoned(std::function<void()> abandoned) { m_abandoned = std::move(abandoned); }

private:
    enum class State : std::uint8_t { Reading, Waiting, Lingering };

    void receive();
    void onReadyWhileWaiting(std::uint32_t epollEvents);
    void onHandshakeRead();
    void process(std::string_view bytes);
    void handleRequest(std::string_view bytesBehind);
    void dispatch(HttpRequest request);
    void noteRequest(HttpRequest &request);
    bool welcomesBody();
    void upgrade(const HttpRequest &request, std::string_view bytesBehind);
    void trackUnfinishedBody();
    void refuse(const Error &error, bool isHeadRequest = false);
    void onInputEnded();
    void onClientHalfClosed();
    /// Writes what there is, then goes on with what is pipelined behind, as far as the client takes it.
    void advance();
    bool writeOutput();
    void appendAnswer(std::string_view answer);
    /// Did it stop in the midst of a pipeline, so that others get their turn?
    bool isYielding() const { return m_state == State::Reading && !m_backlog.empty(); }
    bool hasOutput() const { return !m_output.empty() || m_socket.hasUnsent(); }
    bool isForbiddenPlaintext() const;
    void closeOrLinger();
    void discardInput();
    void close();
    void updateInterest();
    void updateDeadline();

    TransportContext &m_context;
    Socket m_socket;
    ConnectionId m_id{};
    HttpReader m_reader;
    std::string m_backlog; ///< pipelined input behind a request that waits for its answer, or behind those of a turn
    std::string m_output;
    std::size_t m_outputBegin = 0;
    std::function<void()> m_abandoned;
    MonotonicTime m_phaseBegan; ///< of the present deadline
    std::size_t m_discarded = 0;
    std::uint32_t m_unfinishedBody = 0; ///< this connection's part of TransportContext::unfinishedBodyBytes
    std::uint32_t m_interest = 0; ///< what epoll is asked for; 0: nothing set yet
    State m_state = State::Reading;
    HttpReader::State m_readerState = HttpReader::State::Idle; ///< for which m_phaseBegan was taken
    std::uint8_t m_requestsInTurn = 0;
    bool m_closeAfterOutput = false;
    bool m_hadRequest = false;
    bool m_isBodyWelcome = false; ///< that of the request that is being read
    bool m_inputEnded = false;
    bool m_leavesInput = false; ///< there is some, which waits in the kernel until the answer is given
    bool m_isProcessing = false;
    bool m_isGone = false;
};

} // namespace relais::server
