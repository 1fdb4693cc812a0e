// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/reactor.h"

#include <array>
#include <cstring>

#include <sys/epoll.h>

namespace relais::server {

using namespace std::chrono_literals;

namespace {

// Input is taken for this long before what it published goes out: a flood must not starve the clients that wait.
constexpr auto longestInputPhase = 2500us;
// Deadlines are seconds; finer would only cost wake-ups.
constexpr auto timerGrain = 20ms;
constexpr std::uint64_t wakeData = ~std::uint64_t{0};

std::uint64_t toData(std::uint32_t index, std::uint32_t generation)
{
    return std::uint64_t{generation} << 32 | index;
}

} // namespace

Reactor::Reactor(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_epoll(epoll_create1(EPOLL_CLOEXEC))
    , m_passRequest(std::make_shared<PassRequest>())
    , m_timer(this)
    , m_now(clock.monotonic())
{
    if (!m_epoll.isOpen() || m_passRequest->descriptor() < 0)
        qFatal("epoll or eventfd: %s", std::strerror(errno));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = wakeData;
    epoll_ctl(m_epoll.value(), EPOLL_CTL_ADD, m_passRequest->descriptor(), &event);

    m_notifier = std::make_unique<QSocketNotifier>(m_epoll.value(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { runCycle(); });
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::CoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_timerAt = MonotonicTime::max();
        runCycle();
    });
}

Reactor::~Reactor()
{
    clear();
}

void Reactor::clear()
{
    for (Slot &slot : m_slots) {
        if (slot.client)
            m_dead.push_back(std::move(slot.client));
    }
    m_slots.clear();
    m_free.clear();
    m_used = 0;
    m_dead.clear();
}

ConnectionId Reactor::add(int descriptor, std::unique_ptr<ReactorClient> client)
{
    std::uint32_t index = 0;
    if (m_free.empty()) {
        index = static_cast<std::uint32_t>(m_slots.size());
        m_slots.emplace_back();
    } else {
        index = m_free.back();
        m_free.pop_back();
    }
    Slot &slot = m_slots[index];
    slot.client = std::move(client);
    slot.deadline = MonotonicTime::max();
    slot.queued = MonotonicTime::max();
    ++m_used;

    epoll_event event{};
    event.events = EPOLLIN | EPOLLRDHUP;
    event.data.u64 = toData(index, slot.generation);
    epoll_ctl(m_epoll.value(), EPOLL_CTL_ADD, descriptor, &event);
    return ConnectionId{event.data.u64};
}

void Reactor::replace(ConnectionId id, std::unique_ptr<ReactorClient> client)
{
    Slot *const found = slot(id);
    Q_ASSERT(found);
    m_dead.push_back(std::exchange(found->client, std::move(client)));
}

void Reactor::remove(ConnectionId id, int descriptor)
{
    Slot *const found = slot(id);
    if (!found)
        return;
    epoll_ctl(m_epoll.value(), EPOLL_CTL_DEL, descriptor, nullptr);
    m_dead.push_back(std::move(found->client));
    ++found->generation;
    found->deadline = MonotonicTime::max();
    m_free.push_back(static_cast<std::uint32_t>(static_cast<std::uint64_t>(id)));
    --m_used;
    if (!m_inCycle)
        QMetaObject::invokeMethod(
            this, [this] { m_dead.clear(); }, Qt::QueuedConnection);
}

ReactorClient *Reactor::find(ConnectionId id) const
{
    const Slot *const found = slot(id);
    return found ? found->client.get() : nullptr;
}

const Reactor::Slot *Reactor::slot(ConnectionId id) const
{
    const auto data = static_cast<std::uint64_t>(id);
    const auto index = static_cast<std::uint32_t>(data);
    if (index >= m_slots.size())
        return nullptr;
    const Slot &slot = m_slots[index];
    return slot.client && slot.generation == static_cast<std::uint32_t>(data >> 32) ? &slot : nullptr;
}

Reactor::Slot *Reactor::slot(ConnectionId id)
{
    return const_cast<Slot *>(std::as_const(*this).slot(id));
}

void Reactor::setInterest(ConnectionId id, int descriptor, std::uint32_t epollEvents)
{
    epoll_event event{};
    event.events = epollEvents;
    event.data.u64 = static_cast<std::uint64_t>(id);
    epoll_ctl(m_epoll.value(), EPOLL_CTL_MOD, descriptor, &event);
}

void Reactor::setDeadline(ConnectionId id, MonotonicTime time)
{
    Slot *const found = slot(id);
    if (!found)
        return;
    found->deadline = time;
    if (time >= found->queued)
        return; // the entry that is queued comes earlier, and is then put off
    found->queued = time;
    m_deadlines.push({time, static_cast<std::uint64_t>(id)});
    if (!m_inCycle)
        armTimer();
}

void Reactor::runCycle()
{
    Q_ASSERT(!m_inCycle);
    m_inCycle = true;
    m_passRequest->setInCycle(true);
    m_now = m_clock.monotonic();
    MonotonicTime inputUntil = m_now + longestInputPhase;
    std::array<epoll_event, 256> events;
    for (;;) {
        const int count = epoll_wait(m_epoll.value(), events.data(), static_cast<int>(events.size()), 0);
        for (int i = 0; i < count; ++i) {
            dispatch(events[static_cast<std::size_t>(i)].data.u64, events[static_cast<std::size_t>(i)].events);
            if (takeLongWork() && m_clock.monotonic() >= inputUntil) {
                // The rest of these events follows all the same: asked anew, epoll could name the first of them
                // again.
                runPass();
                m_now = m_clock.monotonic();
                inputUntil = m_now + longestInputPhase;
            }
        }
        if (count < static_cast<int>(events.size()))
            break;
        m_now = m_clock.monotonic();
        if (m_now >= inputUntil)
            break; // the set stays ready, so the notifier calls again
    }
    runPass();
    runDeadlines();
    finishCycle();
}

void Reactor::dispatch(std::uint64_t data, std::uint32_t events)
{
    if (data == wakeData) {
        m_passRequest->clearWakeUp();
        return;
    }
    if (ReactorClient *const client = find(ConnectionId{data}))
        client->onReady(events);
}

void Reactor::runPass()
{
    if (m_passRequest->take() && m_pass)
        m_pass();
}

void Reactor::runDeadlines()
{
    while (!m_deadlines.isEmpty() && m_deadlines.earliest() <= m_now) {
        const DeadlineQueue::Entry due = m_deadlines.take();
        const ConnectionId id{due.connection};
        Slot *const found = slot(id);
        if (!found || found->queued != due.time)
            continue; // gone, or another entry stands for it
        found->queued = MonotonicTime::max();
        if (found->deadline > m_now) {
            setDeadline(id, found->deadline);
            continue;
        }
        found->deadline = MonotonicTime::max();
        found->client->onDeadline(m_now);
    }
}

void Reactor::finishCycle()
{
    m_inCycle = false;
    m_passRequest->setInCycle(false);
    m_dead.clear();
    if (m_passRequest->isRequested()) // by a deadline, or by another thread whose wake-up was taken before the pass
        m_passRequest->wakeUp();
    armTimer();
}

void Reactor::armTimer()
{
    if (m_deadlines.isEmpty())
        return;
    const MonotonicTime earliest = m_deadlines.earliest();
    if (earliest >= m_timerAt)
        return;
    m_timerAt = earliest;
    const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(earliest - m_clock.monotonic());
    m_timer.start(std::max<std::chrono::milliseconds>(wait + 1ms, timerGrain));
}

} // namespace relais::server
