// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <QHttpServerResponder>
#include <QPointer>

#include "server/transport/httprequest.h"
#include "server/transport/memorysocket.h"
#include "server/transport/reactor.h"

namespace relais::server {

class HttpFace;

/// One request and the right to answer it, once, now or later. Destroyed unanswered, it answers 500, so no client
/// waits for ever. Lives in the I/O thread of its connection.
class HttpReply {
public:
    struct Field {
        std::string_view name;
        std::string_view value;
    };

    HttpReply(HttpFace &face, ConnectionId connection, PeerAddress peer, HttpRequest request, MemorySocket *socket,
              QHttpServerResponder &&responder);
    HttpReply(HttpReply &&) noexcept;
    HttpReply &operator=(HttpReply &&) = delete;
    ~HttpReply();

    const HttpRequest &request() const { return m_state->request; }
    const PeerAddress &peer() const { return m_state->peer; }

    /// A field for the answer, whatever it will be: names and values are written as they are, so they must be clean.
    void addField(std::string_view name, std::string_view value);
    /// Several of them, each with its line end.
    void addFields(std::string_view fields) { m_state->fields.append(fields); }
    /// The connection is to close behind this answer.
    void closeAfter() { m_state->closeAfter = true; }

    /// From here on request() is empty: an answer that waits holds no more than it takes to give it.
    void forgetRequest() { m_state->request.dropContent(); }

    /// Answers. For HEAD the body stays behind, its length does not. Of an answer to a client that has left nothing
    /// comes.
    void send(int status, std::string_view contentType, std::string_view body);

    /// Called when the client leaves before the answer, or sends nothing more and may have left: answer now.
    void setAbandoned(std::function<void()> abandoned);

private:
    struct State {
        HttpFace *face = nullptr;
        ConnectionId connection{};
        PeerAddress peer;
        HttpRequest request;
        QPointer<MemorySocket> socket;
        QHttpServerResponder responder;
        bool isHead = false;
        std::string fields; ///< added ones, as on the wire
        bool closeAfter = false;
    };

    std::unique_ptr<State> m_state;
};

} // namespace relais::server
