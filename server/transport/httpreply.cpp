// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/httpreply.h"

#include <ctime>

#include "common/protocol/messagecodec.h"
#include "server/transport/httpface.h"

namespace relais::server {

namespace {

/// IMF-fixdate (RFC 9110 section 5.6.7), made once a second.
const QByteArray &httpDate()
{
    thread_local std::time_t made = 0;
    thread_local QByteArray text;
    const std::time_t now = std::time(nullptr);
    if (now != made) {
        made = now;
        std::tm utc{};
        gmtime_r(&now, &utc);
        char buffer[32];
        // Not the locale's names: the C library's are English unless setlocale() was asked for LC_TIME.
        static constexpr const char *days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr const char *months[]
            = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        const int size
            = std::snprintf(buffer, sizeof buffer, "%s, %02d %s %d %02d:%02d:%02d GMT", days[utc.tm_wday],
                            utc.tm_mday, months[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
        text = QByteArray(buffer, size);
    }
    return text;
}

} // namespace

HttpReply::HttpReply(HttpFace &face, ConnectionId connection, PeerAddress peer, HttpRequest request,
                     MemorySocket *socket, QHttpServerResponder &&responder)
    : m_state(new State{.face = &face,
                        .connection = connection,
                        .peer = peer,
                        .request = std::move(request),
                        .socket = socket,
                        .responder = std::move(responder),
                        .fields = {}})
{
    m_state->isHead = m_state->request.method() == "HEAD";
}

HttpReply::HttpReply(HttpReply &&) noexcept = default;

HttpReply::~HttpReply()
{
    if (m_state) {
        send(500, "application/problem+json",
             encodeProblem(Error{.code = ErrorCode::InternalError, .detail = "the request was not answered"}));
    }
}

void HttpReply::addField(std::string_view name, std::string_view value)
{
    m_state->fields.append(name).append(": ").append(value).append("\r\n");
}

void HttpReply::setAbandoned(std::function<void()> abandoned)
{
    m_state->face->m_subscribeAbandoned(m_state->connection, std::move(abandoned));
}

void HttpReply::send(int status, std::string_view contentType, std::string_view body)
{
    const std::unique_ptr<State> state = std::move(m_state);
    if (!state->socket)
        return; // the server is being taken down
    const bool close = state->closeAfter || !state->request.wantsKeepAlive();

    QHttpServerResponder &responder = state->responder;
    responder.writeStatusLine(static_cast<QHttpServerResponder::StatusCode>(status));
    responder.writeHeader(QByteArrayLiteral("Date"), httpDate());
    if (!contentType.empty()) {
        responder.writeHeader(
            QByteArrayLiteral("Content-Type"),
            QByteArray::fromRawData(contentType.data(), static_cast<qsizetype>(contentType.size())));
    }
    if (status != 204 && status != 304) // of a 304 it would be the length of what is not sent
        responder.writeHeader(QByteArrayLiteral("Content-Length"), QByteArray::number(body.size()));
    if (close)
        responder.writeHeader(QByteArrayLiteral("Connection"), QByteArrayLiteral("close"));
    else if (state->request.isHttp10())
        responder.writeHeader(QByteArrayLiteral("Connection"), QByteArrayLiteral("keep-alive"));
    state->socket->write(state->fields.data(), static_cast<qint64>(state->fields.size()));
    responder.writeBody(body.data(), state->isHead ? 0 : static_cast<qint64>(body.size()));

    state->face->m_deliver(state->connection, state->socket->takeOutput(), close);
    state->face->giveBack(state->socket);
}

} // namespace relais::server
