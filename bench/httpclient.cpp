// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/httpclient.h"

#include "bench/runfailed.h"

namespace relais::bench {

void HttpClient::open(LoopbackConnector &connector, const Endpoint &endpoint)
{
    m_authority = endpoint.authority();
    connectTo(connector, endpoint);
}

void HttpClient::setToken(std::string_view token)
{
    m_authorization.clear();
    if (!token.empty())
        m_authorization.append("Authorization: Bearer ").append(token).append("\r\n");
}

void HttpClient::get(std::string_view target)
{
    send(std::string("GET ")
             .append(target)
             .append(" HTTP/1.1\r\nHost: ")
             .append(m_authority)
             .append("\r\n")
             .append(m_authorization)
             .append("\r\n"));
}

void HttpClient::postJson(std::string_view target, std::string_view body)
{
    send(std::string("POST ")
             .append(target)
             .append(" HTTP/1.1\r\nHost: ")
             .append(m_authority)
             .append("\r\n")
             .append(m_authorization)
             .append("Content-Type: application/json\r\nContent-Length: ")
             .append(std::to_string(body.size()))
             .append("\r\n\r\n")
             .append(body));
}

void HttpClient::onBytes(std::span<char> bytes)
{
    if (const auto response = m_reader.feed(bytes))
        m_handler(*response);
}

void HttpClient::onDisconnected(std::string_view reason)
{
    throw RunFailed("an HTTP connection ended: " + std::string(reason));
}

} // namespace relais::bench
