// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/httpclient.h"
#include "bench/testbed.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relais::bench {

/// What hostile clients do. An act is one write of one of them, in turn: or its connection, when it has none.
struct FloodKind {
    std::string_view name;
    std::string_view description;
    std::size_t connections; ///< held at a time
    std::size_t actsPerSecond; ///< what one core bears beside the honest client
    std::string (*prologue)(const Endpoint &endpoint, std::string_view token); ///< sent on connecting
    std::string (*piece)(const Endpoint &endpoint, std::uint64_t number); ///< sent by each act
    int addresses = 4; ///< that they come from, each with limits of its own
    bool reads = true;
    bool reconnects = false; ///< each act is a connection in place of the last one
    bool hasFeed = false; ///< acts are messages to the attacker's user, that the connections get
};

/// All that there are.
std::span<const FloodKind> floodKinds();
/// Null when there is none of this name.
const FloodKind *findFloodKind(std::string_view name);

struct FloodOptions {
    const FloodKind *kind = nullptr;
    std::string token; ///< of the attackers' user
    std::string publisherToken; ///< of whoever feeds them
};

/// Hostile clients, from addresses that are not the honest client's, but on the same loop as the honest one. Their
/// rate is bounded, and so is what they do in one turn of the loop: what they cost the generator must not be taken
/// for what they cost the server.
class Flood final : private EventHandler {
public:
    Flood(TestBed &bed, const FloodOptions &options);
    ~Flood();
    Flood(const Flood &) = delete;
    Flood &operator=(const Flood &) = delete;

    void start();
    /// All connections are gone when it returns.
    void stop();

    std::uint64_t acts() const { return m_acts; }
    std::uint64_t connects() const { return m_connects; }
    std::uint64_t closed() const { return m_closed; } ///< connections that the server ended

private:
    class Client;

    void onEvents(std::uint32_t events) override;
    void act();
    void feed();

    TestBed &m_bed;
    const FloodOptions m_options;
    LoopbackConnector m_connector;
    Descriptor m_timer;
    std::vector<std::unique_ptr<Client>> m_clients;
    HttpClient m_feeder;
    std::string m_feedMessage;
    MonotonicTime m_lastTick;
    double m_due = 0; ///< acts
    std::uint64_t m_acts = 0;
    std::uint64_t m_connects = 0;
    std::uint64_t m_closed = 0;
    bool m_isFeeding = false;
};

} // namespace relais::bench
