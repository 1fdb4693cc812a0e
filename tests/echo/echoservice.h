// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "server/transport/iothread.h"

namespace relais::test {

/// Sends every WebSocket message back as it came: what a conformance suite wants of a server.
class EchoService final : public server::IoService {
public:
    void start(server::IoWorker &worker) override;
    void pass() override { }
    Result<std::unique_ptr<server::WebSocketSession>> authorize(const server::HttpRequest &request,
                                                                const server::WebSocketHandshake &handshake,
                                                                const server::PeerAddress &peer) override;
};

} // namespace relais::test
