// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/floorserver.h"

#include "bench/connection.h"
#include "bench/framecodec.h"
#include "bench/runfailed.h"
#include "bench/websocketclient.h"

#include <algorithm>
#include <cstdio>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace relais::bench {

namespace {

constexpr std::string_view Greeting
    = R"({"type":"sync.connected","payload":{"clientId":"floor","cursor":"0-0","reset":false,"server":"floor"}})";

std::string upgradeAnswer()
{
    return std::string("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
        .append("Sec-WebSocket-Accept: ")
        .append(SampleWebSocketAccept)
        .append("\r\n\r\n")
        .append(encodeServerFrame(FrameOpcode::Text, Greeting));
}

/// `{"type":…}` as published becomes `{"id":"…","type":…,"timestamp":…}`.
std::string delivered(std::string_view published)
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto milliseconds = std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
    std::string text = R"({"id":")" + milliseconds + R"(-0",)";
    text.append(published.substr(1, published.size() - 2)).append(R"(,"timestamp":)").append(milliseconds);
    return encodeServerFrame(FrameOpcode::Text, text += '}');
}

} // namespace

class FloorServer::Client final : public Connection {
public:
    Client(EventLoop &loop, FloorServer &server)
        : Connection(loop)
        , m_server(server)
    {
    }

private:
    void onConnected() override { }
    void onBytes(std::span<char> bytes) override;
    void onDisconnected(std::string_view) override { m_server.remove(*this); }
    void readUpgrade(std::span<char> bytes);

    FloorServer &m_server;
    FrameDecoder m_decoder;
    std::string m_head;
    bool m_isUpgraded = false;
};

void FloorServer::Client::onBytes(std::span<char> bytes)
{
    if (!m_isUpgraded) {
        readUpgrade(bytes);
        return;
    }
    std::string gathered;
    m_decoder.feed(bytes);
    while (const auto frame = m_decoder.next()) {
        if (frame->opcode != FrameOpcode::Text || frame->payload.size() < 2)
            continue;
        gathered += delivered(frame->payload);
        if (!m_server.m_coalesces)
            m_server.publish(std::exchange(gathered, {}));
    }
    if (!gathered.empty())
        m_server.publish(gathered);
}

void FloorServer::Client::readUpgrade(std::span<char> bytes)
{
    m_head.append(bytes.begin(), bytes.end());
    if (!m_head.ends_with("\r\n\r\n"))
        return; // the generator sends nothing after the head before it is answered
    if (m_head.find(SampleWebSocketKey) == std::string::npos)
        throw RunFailed("the floor server answers the upgrade of relais-bench only");
    m_head = {};
    m_isUpgraded = true;
    send(upgradeAnswer());
    m_server.subscribe(*this);
}

FloorServer::FloorServer(EventLoop &loop, const Options &options)
    : m_loop(loop)
    , m_listener(listenOnLoopback(options.port))
    , m_coalesces(options.coalesces)
{
    m_loop.watch(m_listener.number(), EPOLLIN, *this);
    m_loop.callAtTurnEnd([this] { forgetClosed(); });
}

FloorServer::~FloorServer()
{
    m_loop.callAtTurnEnd(nullptr);
    m_loop.unwatch(m_listener.number());
}

void FloorServer::onEvents(std::uint32_t)
{
    for (;;) {
        const int accepted = ::accept4(m_listener.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (accepted < 0 && (errno == EAGAIN || errno == ECONNABORTED))
            return;
        Descriptor socket(checked(accepted, "accept4"));
        disableNagle(socket);
        m_clients.emplace_back(std::make_unique<Client>(m_loop, *this))->adopt(std::move(socket));
    }
}

void FloorServer::subscribe(Client &client)
{
    m_subscribers.push_back(&client);
    m_descriptors.push_back(client.descriptor());
}

void FloorServer::publish(std::string_view frames)
{
    const auto whole = static_cast<ssize_t>(frames.size());
    for (const int descriptor : m_descriptors) {
        // No buffer for what the kernel does not take: the floor is measured only with clients that keep up.
        // A failed one is left to the event that its reset will be.
        const ssize_t sent = ::send(descriptor, frames.data(), frames.size(), MSG_NOSIGNAL);
        if (sent != whole && (sent >= 0 || errno == EAGAIN))
            throw RunFailed("a client of the floor server does not keep up");
    }
}

void FloorServer::remove(Client &client)
{
    const auto found = std::ranges::find(m_subscribers, &client);
    if (found != m_subscribers.end()) {
        m_descriptors.erase(m_descriptors.begin() + (found - m_subscribers.begin()));
        m_subscribers.erase(found);
    }
    m_hasClosed = true;
}

/// Clients are destroyed between turns only, as the batch at hand may still name them.
void FloorServer::forgetClosed()
{
    if (!std::exchange(m_hasClosed, false))
        return;
    std::erase_if(m_clients, [](const auto &client) { return !client->isOpen(); });
}

} // namespace relais::bench
