// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/echo/echoservice.h"

#include "common/protocol/messagecodec.h"
#include "server/transport/websocketconnection.h"

namespace relais::test {

namespace {

class EchoSession final : public server::WebSocketSession {
public:
    void onOpen(server::WebSocketConnection &connection) override { m_connection = &connection; }
    void onMessage(server::WebSocketOpcode opcode, std::string_view payload) override
    {
        m_connection->send(server::encodeWebSocketFrame(opcode, payload));
    }
    void onWritable() override { }
    void onClosed() override { }

private:
    server::WebSocketConnection *m_connection = nullptr;
};

} // namespace

void EchoService::start(server::IoWorker &worker)
{
    worker.http().setFallback([](server::HttpReply reply) {
        const Error error{.code = ErrorCode::NotFound, .detail = "this server only echoes, at /ws"};
        reply.send(404, "application/problem+json", encodeProblem(error));
    });
}

Result<std::unique_ptr<server::WebSocketSession>> EchoService::authorize(const server::HttpRequest &request,
                                                                         const server::WebSocketHandshake &,
                                                                         const server::PeerAddress &)
{
    if (request.path() != "/ws")
        return Error{.code = ErrorCode::NotFound, .detail = "this server only echoes, at /ws"};
    return std::unique_ptr<server::WebSocketSession>(std::make_unique<EchoSession>());
}

} // namespace relais::test
