// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/watcher.h"

#include "bench/runfailed.h"

#include <algorithm>
#include <array>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace relais::bench {

namespace {

constexpr std::array<std::pair<Watcher::Page, std::string_view>, 3> pages{{
    {Watcher::Page::Overview, "overview"},
    {Watcher::Page::Live, "live"},
    {Watcher::Page::Clients, "clients"},
}};

constexpr long listSeconds = 2;

std::string watchFrame(Watcher::Page page)
{
    const std::string tap = page == Watcher::Page::Live ? R"(,"tap":{})" : "";
    return R"({"type":"sync.watch","payload":{"stats":2)" + tap + "}}";
}

} // namespace

std::optional<Watcher::Page> findWatcherPage(std::string_view name)
{
    const auto *const found = std::ranges::find(pages, name, &std::pair<Watcher::Page, std::string_view>::second);
    return found == pages.end() ? std::nullopt : std::optional(found->first);
}

std::string_view nameOf(Watcher::Page page)
{
    return std::ranges::find(pages, page, &std::pair<Watcher::Page, std::string_view>::first)->second;
}

Watcher::Watcher(TestBed &bed, Page page)
    : m_bed(bed)
    , m_socket(bed)
    , m_http(bed.loop())
{
    m_socket.onText([this](WebSocketClient &, std::string_view text) { onText(text); });
    m_socket.connect(1, [](std::size_t) { return std::string("/ws"); });
    m_socket[0].send(encodeClientFrame(FrameOpcode::Text, watchFrame(page)));
    m_bed.waitUntil([this] { return m_figures > 0; }, [] { return std::string("no figures came"); });
    if (page != Page::Clients)
        return;
    m_http.onResponse([this](const HttpResponse &response) {
        if (response.status != 200)
            throw RunFailed("the list of clients was refused with " + std::to_string(response.status));
        m_isAsking = false;
        ++m_lists;
    });
    m_http.open(m_bed.connector(), m_bed.endpoint());
    m_timer = Descriptor(checked(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), "timerfd_create"));
    const itimerspec each{.it_interval = {.tv_sec = listSeconds, .tv_nsec = 0},
                          .it_value = {.tv_sec = 0, .tv_nsec = 1}};
    checked(::timerfd_settime(m_timer.number(), 0, &each, nullptr), "timerfd_settime");
    m_bed.loop().watch(m_timer.number(), EPOLLIN, *this);
}

Watcher::~Watcher()
{
    m_socket.closeAll();
    m_http.abort();
}

void Watcher::onEvents(std::uint32_t)
{
    std::uint64_t ticks = 0;
    if (!m_timer.isOpen() || ::read(m_timer.number(), &ticks, sizeof ticks) < 0 || m_isAsking)
        return;
    m_isAsking = true;
    m_http.get("/api/admin/clients?sort=-lag&limit=500&offset=0");
}

void Watcher::onText(std::string_view text)
{
    if (text.find(R"("type":"sync.stats")") != std::string_view::npos)
        ++m_figures;
    else if (text.starts_with(R"({"type":"sync.tap")"))
        ++m_taps;
    else if (text.find(R"("type":"sync.error")") != std::string_view::npos)
        throw RunFailed("the server lets nobody watch: " + std::string(text));
}

} // namespace relais::bench
