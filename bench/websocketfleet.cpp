// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/websocketfleet.h"

#include "bench/httpresponse.h"
#include "bench/runfailed.h"

#include <algorithm>

namespace relais::bench {

void WebSocketFleet::connect(std::size_t count, const TargetOf &targetOf, std::size_t concurrency)
{
    const std::size_t first = m_clients.size();
    m_clients.reserve(first + count);
    WebSocketListener &listener = *this; // make_unique is no friend and does not see the private base
    for (std::size_t index = first; index < first + count; ++index)
        m_clients.push_back(std::make_unique<WebSocketClient>(m_bed.loop(), listener, index));
    openFrom(first, targetOf, concurrency);
}

void WebSocketFleet::reconnect(const TargetOf &targetOf, std::size_t concurrency)
{
    openFrom(0, targetOf, concurrency);
}

void WebSocketFleet::closeAll()
{
    for (const auto &client : m_clients)
        client->close();
    m_ready = 0;
}

void WebSocketFleet::openFrom(std::size_t first, const TargetOf &targetOf, std::size_t concurrency)
{
    std::size_t opened = first;
    const auto openMoreOrEnd = [&] {
        // The loop gets a turn after each burst, or the listen queue of 4096 overflows before anyone answers.
        constexpr std::size_t burst = 512;
        const std::size_t stop = std::min(opened + burst, m_clients.size());
        for (; opened < stop && opened - m_ready < concurrency; ++opened)
            m_clients[opened]->open(m_bed.connector(), m_bed.endpoint(), targetOf(opened));
        return m_ready == m_clients.size();
    };
    m_bed.waitUntil(openMoreOrEnd, [&] {
        return std::to_string(m_ready) + " of " + std::to_string(m_clients.size()) + " clients are connected";
    });
}

void WebSocketFleet::onGreeting(WebSocketClient &client, std::string_view text)
{
    if (text.find(R"("type":"sync.connected")") == std::string_view::npos)
        throw RunFailed("the first frame of client " + std::to_string(client.index())
                        + " is not sync.connected: " + std::string(text));
    if (const auto cursor = jsonString(text, "cursor"))
        m_lastCursor = *cursor;
    if (text.find(R"("reset":true)") != std::string_view::npos)
        ++m_resets;
    ++m_ready;
}

void WebSocketFleet::onText(WebSocketClient &client, std::string_view text)
{
    m_textHandler(client, text);
}

void WebSocketFleet::onClosed(WebSocketClient &client, std::string_view reason)
{
    throw RunFailed("client " + std::to_string(client.index()) + ": " + std::string(reason));
}

} // namespace relais::bench
