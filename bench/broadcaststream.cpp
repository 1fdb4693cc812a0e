// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/broadcaststream.h"

#include <algorithm>

namespace relais::bench {

BroadcastStream::BroadcastStream(TestBed &bed, const Options &options)
    : m_bed(bed)
    , m_options(options)
    , m_fleet(bed)
    , m_ledger(options.clients + 1, options.messages)
    , m_publishedAt(options.messages)
{
    m_fleet.onText([this](WebSocketClient &client, std::string_view text) { onText(client, text); });
    m_fleet.connect(m_options.clients + 1, [](std::size_t) { return std::string("/ws"); });

    // All that one batch of events completed is followed up with one write, as a real publisher under load
    // would.
    m_bed.loop().callAtTurnEnd([this] { publishWhatTheWindowAllows(); });
}

BroadcastStream::~BroadcastStream()
{
    m_bed.loop().callAtTurnEnd({});
}

void BroadcastStream::publish(std::size_t messages)
{
    m_end += messages;
    publishWhatTheWindowAllows();
    m_bed.waitUntil([this] { return m_ledger.completed() == m_end; },
                    [this] {
                        return "of " + std::to_string(m_published) + " messages, "
                            + std::to_string(m_ledger.missing(m_published)) + " deliveries did not come";
                    });
}

void BroadcastStream::publishWhatTheWindowAllows()
{
    const std::size_t stop = std::min(m_ledger.completed() + m_options.window, m_end);
    if (m_published >= stop)
        return;
    const MonotonicTime now = MonotonicClock::now();
    std::string frames;
    for (; m_published < stop; ++m_published) {
        const auto sequence = static_cast<std::uint32_t>(m_published);
        const BenchMessage message{.sequence = sequence, .padding = paddingFor(m_options.bytes)};
        frames += encodeClientFrame(FrameOpcode::Text, message.toJson());
        m_publishedAt[m_published] = now;
    }
    m_fleet[m_options.clients].send(frames);
}

void BroadcastStream::onText(WebSocketClient &client, std::string_view text)
{
    const auto sequence = m_reader.read(text);
    if (!sequence)
        return;
    m_ledger.record(client.index(), *sequence);
    m_deliveredBytes = text.size();
    m_latencies.record(MonotonicClock::now() - m_publishedAt[*sequence]);
}

} // namespace relais::bench
