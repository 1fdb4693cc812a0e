// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/benchmessage.h"
#include "bench/deliveryledger.h"
#include "bench/latencyhistogram.h"
#include "bench/websocketfleet.h"

#include <string_view>
#include <vector>

namespace relais::bench {

/// Broadcasts to many WebSockets, `window` of them in flight: a message is done when every client has it, and only
/// then the next one is published.
class BroadcastStream {
public:
    struct Options {
        std::size_t clients = 0; ///< one more connection publishes, and as a client like any other receives too
        std::size_t window = 1;
        std::size_t bytes = 128; ///< a delivered message, envelope and all
        std::size_t messages = 0; ///< in all that will be published
    };

    /// Connects them.
    BroadcastStream(TestBed &bed, const Options &options);
    ~BroadcastStream();
    BroadcastStream(const BroadcastStream &) = delete;
    BroadcastStream &operator=(const BroadcastStream &) = delete;

    /// Publishes so many more, and waits until everyone has them.
    void publish(std::size_t messages);
    /// Throws RunFailed when a delivery was lost, repeated or out of order.
    void verify() const { m_ledger.verify(m_end); }

    std::size_t receivers() const { return m_fleet.size(); }
    std::size_t deliveredBytes() const { return m_deliveredBytes; } ///< of one message
    const LatencyHistogram &latencies() const { return m_latencies; }
    /// What follows is measured anew.
    void forgetLatencies() { m_latencies = {}; }

private:
    void publishWhatTheWindowAllows();
    void onText(WebSocketClient &client, std::string_view text);

    TestBed &m_bed;
    const Options m_options;
    WebSocketFleet m_fleet;
    DeliveryLedger m_ledger;
    SequenceReader m_reader;
    LatencyHistogram m_latencies;
    std::vector<MonotonicTime> m_publishedAt;
    std::size_t m_published = 0;
    std::size_t m_end = 0;
    std::size_t m_deliveredBytes = 0;
};

} // namespace relais::bench
