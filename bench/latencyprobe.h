// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/httpclient.h"
#include "bench/latencyhistogram.h"
#include "bench/websocketfleet.h"

#include <string>

namespace relais::bench {

/// A well-behaved user on both transports: how soon its waiting long-poll and its WebSocket see a message, from the
/// start of its send. One message at a time; each must come, next, on both.
class LatencyProbe {
public:
    /// `token`, when it is not empty, is shown with everything that is asked.
    explicit LatencyProbe(TestBed &bed, std::string token = {});

    void open();
    /// `interval` is the rest before each message: the server then holds the poll again.
    void send(std::size_t messages, std::chrono::milliseconds interval);

    const LatencyHistogram &webSocket() const { return m_webSocketLatencies; }
    const LatencyHistogram &longPoll() const { return m_pollLatencies; }
    /// What follows is measured anew.
    void forget();

private:
    void sendOne(std::chrono::milliseconds interval);
    void onPollAnswer(const HttpResponse &response);
    void onSendAnswer(const HttpResponse &response);
    void onText(std::string_view text);
    void check(std::string_view transport, std::string_view text) const;

    TestBed &m_bed;
    const std::string m_token;
    WebSocketFleet m_webSocket;
    HttpClient m_poller;
    HttpClient m_sender;
    LatencyHistogram m_pollLatencies;
    LatencyHistogram m_webSocketLatencies;
    std::string m_cursor;
    MonotonicTime m_sentAt;
    std::uint32_t m_sequence = 0;
    std::size_t m_polled = 0;
    std::size_t m_received = 0;
    std::size_t m_acknowledged = 0;
};

} // namespace relais::bench
