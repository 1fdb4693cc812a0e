// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/httpclient.h"
#include "bench/websocketfleet.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relais::bench {

/// What a dashboard asks of a server while it shows one of its pages: figures twice a second over its WebSocket, with
/// `live` the tap as well, with `clients` a page of the list every two seconds.
class Watcher final : private EventHandler {
public:
    enum class Page : std::uint8_t { Overview, Live, Clients };

    /// Attached until its end. Waits for the first figures; throws RunFailed when none come.
    Watcher(TestBed &bed, Page page);
    ~Watcher();
    Watcher(const Watcher &) = delete;
    Watcher &operator=(const Watcher &) = delete;

    std::uint64_t figures() const { return m_figures; } ///< frames of them
    std::uint64_t taps() const { return m_taps; } ///< frames, of many messages each
    std::uint64_t lists() const { return m_lists; } ///< pages of clients

private:
    void onEvents(std::uint32_t events) override;
    void onText(std::string_view text);

    TestBed &m_bed;
    WebSocketFleet m_socket; ///< of one
    HttpClient m_http;
    Descriptor m_timer; ///< of the list
    bool m_isAsking = false;
    std::uint64_t m_figures = 0;
    std::uint64_t m_taps = 0;
    std::uint64_t m_lists = 0;
};

/// Nothing when there is no page of this name.
std::optional<Watcher::Page> findWatcherPage(std::string_view name);
std::string_view nameOf(Watcher::Page page);

} // namespace relais::bench
