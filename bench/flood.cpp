// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/flood.h"

#include "bench/benchmessage.h"
#include "bench/websocketclient.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <utility>

namespace relais::bench {

namespace {

// Acts of one turn of the loop: some tenths of a millisecond.
constexpr double mostActsAtOnce = 64;
constexpr long tickNanoseconds = 1'000'000;
constexpr std::size_t pingsAtOnce = 500;
constexpr std::size_t messagesAtOnce = 20;
// That so many may connect at once.
constexpr int manyAddresses = 20;
constexpr std::size_t feedBytes = 16 * 1024;

std::string nothing(const Endpoint &, std::string_view)
{
    return {};
}

std::string noPiece(const Endpoint &, std::uint64_t)
{
    return {};
}

std::string aByte(const Endpoint &, std::uint64_t)
{
    return "a";
}

std::string headThatNeverEnds(const Endpoint &endpoint, std::string_view)
{
    return "GET /api/sync/poll HTTP/1.1\r\nHost: " + endpoint.authority() + "\r\nX-Slow: ";
}

std::string bodyThatNeverEnds(const Endpoint &endpoint, std::string_view)
{
    return "POST /api/sync/send HTTP/1.1\r\nHost: " + endpoint.authority()
        + "\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{\"type\":\"";
}

std::string upgrade(const Endpoint &endpoint, std::string_view token)
{
    return upgradeRequest(endpoint, std::string("/ws?token=").append(token));
}

std::string upgradeAndFirstFragment(const Endpoint &endpoint, std::string_view token)
{
    std::string first = encodeClientFrame(FrameOpcode::Text, "\"");
    first[0] &= 0x7f; // not the last one
    return upgrade(endpoint, token) + first;
}

std::string fragment(const Endpoint &, std::uint64_t)
{
    std::string frame = encodeClientFrame(FrameOpcode::Text, "a");
    frame[0] = 0; // neither the first nor the last
    return frame;
}

std::string repeated(const std::string &bytes, std::size_t count)
{
    std::string result;
    result.reserve(bytes.size() * count);
    for (std::size_t i = 0; i < count; ++i)
        result += bytes;
    return result;
}

std::string pings(const Endpoint &, std::uint64_t)
{
    static const std::string bytes = repeated(encodeClientFrame(FrameOpcode::Ping, {}), pingsAtOnce);
    return bytes;
}

std::string messages(const Endpoint &, std::uint64_t)
{
    static const std::string bytes
        = repeated(encodeClientFrame(FrameOpcode::Text, R"({"type":"sync.ping"})"), messagesAtOnce);
    return bytes;
}

/// Well-formed in every part, so that the signature has to be looked at; and another one each time.
std::string pollWithBadToken(const Endpoint &endpoint, std::uint64_t number)
{
    constexpr std::string_view header = "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9"; // {"alg":"ES256","typ":"JWT"}
    constexpr std::string_view claims = "eyJzdWIiOiJ1MSIsImV4cCI6NDEwMjQ0NDgwMH0"; // {"sub":"u1","exp":4102444800}
    std::array<char, 87> signature{}; // of 64 bytes in base64url
    std::snprintf(signature.data(), signature.size(), "%086llu", static_cast<unsigned long long>(number + 1));
    std::fill(signature.begin(), signature.begin() + 43, 'B'); // s of zero would be refused without a look
    std::fill(signature.begin() + 43, signature.begin() + 50, 'C');
    signature[85] = 'A'; // the bits behind the last byte are zero
    std::string request
        = "GET /api/sync/poll HTTP/1.1\r\nHost: " + endpoint.authority() + "\r\nAuthorization: Bearer ";
    return request.append(header).append(1, '.').append(claims).append(1, '.').append(signature.data()) + "\r\n\r\n";
}

std::string health(const Endpoint &endpoint, std::uint64_t)
{
    return repeated("GET /healthz HTTP/1.1\r\nHost: " + endpoint.authority() + "\r\n\r\n", 100);
}

constexpr std::array kinds = {
    FloodKind{"slow-heads", "heads of which a byte comes now and then", 3000, 20'000, headThatNeverEnds, aByte,
              manyAddresses},
    FloodKind{"slow-bodies", "bodies of which a byte comes now and then", 3000, 20'000, bodyThatNeverEnds, aByte,
              manyAddresses},
    FloodKind{"fragments", "messages in fragments of a byte that never end", 90, 20'000, upgradeAndFirstFragment,
              fragment},
    FloodKind{"pings", "500 pings at a time", 90, 500, upgrade, pings},
    FloodKind{"messages", "20 messages at a time, over the limit", 90, 1000, upgrade, messages},
    FloodKind{.name = "never-readers",
              .description = "clients of a busy feed of 16 KiB messages that read nothing of it",
              .connections = 90,
              .actsPerSecond = 100,
              .prologue = upgrade,
              .piece = noPiece,
              .reads = false,
              .hasFeed = true},
    FloodKind{"bad-tokens", "polls with ES256 tokens that nobody signed", 100, 4000, nothing, pollWithBadToken},
    FloodKind{"pipelines", "100 requests at a time that are free of charge", 90, 200, nothing, health},
    FloodKind{.name = "connections",
              .description = "connections that are reset again, unused",
              .connections = 1000,
              .actsPerSecond = 4000,
              .prologue = nothing,
              .piece = noPiece,
              .reconnects = true},
    FloodKind{.name = "tls-handshakes",
              .description = "handshakes and nothing behind them; needs https",
              .connections = 200,
              .actsPerSecond = 400,
              .prologue = nothing,
              .piece = noPiece,
              .reconnects = true},
};

} // namespace

std::span<const FloodKind> floodKinds()
{
    return kinds;
}

const FloodKind *findFloodKind(std::string_view name)
{
    const auto *const found
        = std::find_if(kinds.begin(), kinds.end(), [name](const FloodKind &kind) { return kind.name == name; });
    return found == kinds.end() ? nullptr : found;
}

class Flood::Client final : public Connection {
public:
    explicit Client(Flood &flood)
        : Connection(flood.m_bed.loop())
        , m_flood(flood)
    {
    }

    void open()
    {
        const Endpoint &endpoint = m_flood.m_bed.endpoint();
        ++m_flood.m_connects;
        connectTo(m_flood.m_connector, endpoint);
        send(m_flood.m_options.kind->prologue(endpoint, m_flood.m_options.token));
    }

private:
    void onConnected() override
    {
        if (!m_flood.m_options.kind->reads)
            stopReading();
    }
    void onBytes(std::span<char>) override { }
    void onDisconnected(std::string_view) override { ++m_flood.m_closed; }

    Flood &m_flood;
};

Flood::Flood(TestBed &bed, const FloodOptions &options)
    : m_bed(bed)
    , m_options(options)
    , m_connector(options.kind->addresses, 1)
    , m_timer(checked(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), "timerfd_create"))
    , m_feeder(bed.loop())
    , m_feedMessage(BenchMessage{.padding = feedBytes, .userId = "attacker"}.toJson())
{
    for (std::size_t i = 0; i < options.kind->connections; ++i)
        m_clients.push_back(std::make_unique<Client>(*this));
}

Flood::~Flood()
{
    stop();
}

void Flood::start()
{
    if (m_options.kind->hasFeed) {
        m_feeder.setToken(m_options.publisherToken);
        m_feeder.onResponse([this](const HttpResponse &) { m_isFeeding = false; });
        m_feeder.open(m_bed.connector(), m_bed.endpoint());
    }
    m_lastTick = MonotonicClock::now();
    const itimerspec each{.it_interval = {.tv_sec = 0, .tv_nsec = tickNanoseconds},
                          .it_value = {.tv_sec = 0, .tv_nsec = tickNanoseconds}};
    checked(::timerfd_settime(m_timer.number(), 0, &each, nullptr), "timerfd_settime");
    m_bed.loop().watch(m_timer.number(), EPOLLIN, *this);
}

void Flood::stop()
{
    if (!m_timer.isOpen())
        return;
    m_timer.reset(); // which takes it out of the loop too
    for (const auto &client : m_clients)
        client->abort();
    m_feeder.abort();
}

void Flood::onEvents(std::uint32_t)
{
    std::uint64_t ticks = 0;
    if (!m_timer.isOpen() || ::read(m_timer.number(), &ticks, sizeof ticks) < 0)
        return;
    const MonotonicTime now = MonotonicClock::now();
    const std::chrono::duration<double> passed = now - m_lastTick;
    m_lastTick = now;
    m_due += passed.count() * static_cast<double>(m_options.kind->actsPerSecond);
    // What a late turn missed is left out: a burst would be a flood of another kind.
    m_due = std::min(m_due, mostActsAtOnce);
    for (; m_due >= 1; m_due -= 1)
        act();
}

void Flood::act()
{
    const FloodKind &kind = *m_options.kind;
    Client &client = *m_clients[m_acts++ % m_clients.size()];
    if (kind.reconnects)
        client.abort();
    if (!client.isOpen())
        client.open();
    else if (!client.hasPendingOutput()) // who is not read from any more waits, as everyone must
        client.send(kind.piece(m_bed.endpoint(), m_acts));
    if (kind.hasFeed)
        feed();
}

void Flood::feed()
{
    if (std::exchange(m_isFeeding, true))
        return;
    m_feeder.postJson("/api/sync/send", m_feedMessage);
}

} // namespace relais::bench
