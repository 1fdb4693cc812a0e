// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/connection.h"
#include "bench/httpresponse.h"

#include <functional>

namespace relais::bench {

/// One keep-alive HTTP/1.1 connection with one request at a time.
class HttpClient final : public Connection {
public:
    /// Its views are valid during the call; it may send the next request.
    using ResponseHandler = std::function<void(const HttpResponse &)>;

    explicit HttpClient(EventLoop &loop)
        : Connection(loop)
    {
    }

    void open(LoopbackConnector &connector, const Endpoint &endpoint);
    void onResponse(ResponseHandler handler) { m_handler = std::move(handler); }
    /// Shown with each request that follows; empty: none.
    void setToken(std::string_view token);

    void get(std::string_view target);
    void postJson(std::string_view target, std::string_view body);

private:
    void onConnected() override { }
    void onBytes(std::span<char> bytes) override;
    void onDisconnected(std::string_view reason) override;

    std::string m_authority;
    std::string m_authorization; ///< a whole field, or nothing
    HttpResponseReader m_reader;
    ResponseHandler m_handler;
};

} // namespace relais::bench
