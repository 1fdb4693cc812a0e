// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faultproxy.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include "tests/support/proxiedconnection.h"

namespace relais::test {

namespace {

sockaddr_in loopback(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

FileDescriptor makeSocket()
{
    return FileDescriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

void sendAtOnce(const FileDescriptor &descriptor)
{
    const int on = 1; // what was cut into pieces is to arrive so
    ::setsockopt(descriptor.value(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/// Is on its way when this returns; reading from it says how it went.
FileDescriptor connectTo(quint16 port)
{
    FileDescriptor descriptor = makeSocket();
    const sockaddr_in address = loopback(port);
    const int failed = ::connect(descriptor.value(), reinterpret_cast<const sockaddr *>(&address), sizeof address);
    if (failed && errno != EINPROGRESS)
        return {};
    sendAtOnce(descriptor);
    return descriptor;
}

} // namespace

FaultProxy::FaultProxy(quint64 seed)
    : m_listener(makeSocket())
    , m_wakeUp(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_random(seed)
{
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto *const generic = reinterpret_cast<sockaddr *>(&address);
    const bool isListening = ::bind(m_listener.value(), generic, size) == 0
        && ::listen(m_listener.value(), SOMAXCONN) == 0 && ::getsockname(m_listener.value(), generic, &size) == 0;
    if (!isListening || !m_wakeUp.isOpen())
        throw std::runtime_error("the proxy cannot listen");
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { run(); });
}

FaultProxy::~FaultProxy()
{
    order([](Orders &orders) { orders.isStopping = true; });
    m_thread.join();
}

void FaultProxy::setServerPort(quint16 port)
{
    order([port](Orders &orders) { orders.serverPort = port; });
}

void FaultProxy::setFaults(const ProxyFaults &faults)
{
    order([&faults](Orders &orders) {
        orders.faults = faults;
        orders.faultsNumber = orders.number;
    });
}

FaultProxy::Counts FaultProxy::counts() const
{
    const std::lock_guard locked(m_lock);
    return m_counts;
}

template <typename Change> void FaultProxy::order(Change change)
{
    std::unique_lock locked(m_lock);
    ++m_orders.number;
    change(m_orders);
    ::eventfd_write(m_wakeUp.value(), 1);
    m_changed.wait(locked, [this] { return m_applied == m_orders.number; });
}

void FaultProxy::run()
{
    while (true) {
        Orders orders;
        {
            const std::lock_guard locked(m_lock);
            orders = m_orders;
        }
        applyOrders(orders);
        if (orders.isStopping)
            break;
        wait(orders, std::chrono::steady_clock::now());
        accept(orders);
        if (orders.faults.isStalled)
            continue;
        Counts counts;
        const Time now = std::chrono::steady_clock::now();
        for (ProxiedConnection &connection : m_connections)
            connection.move(orders.faults, now, counts);
        m_connections.remove_if([](const ProxiedConnection &connection) { return connection.isOver(); });
        const std::lock_guard locked(m_lock);
        m_counts.cuts += counts.cuts;
        m_counts.upgradesDenied += counts.upgradesDenied;
    }
    m_connections.clear();
}

void FaultProxy::wait(const Orders &orders, Time now)
{
    std::vector<pollfd> watched{{m_wakeUp.value(), POLLIN, 0}, {m_listener.value(), POLLIN, 0}};
    std::optional<Time> due;
    if (!orders.faults.isStalled) {
        for (const ProxiedConnection &connection : m_connections) {
            watched.push_back({connection.client(), connection.clientEvents(orders.faults, now), 0});
            watched.push_back({connection.server(), connection.serverEvents(orders.faults, now), 0});
            const std::optional<Time> next = connection.due();
            if (next && *next > now)
                due = due ? std::min(*due, *next) : *next;
        }
    }
    // poll() tells of the end of a connection also where nothing is asked, again and again until it is closed.
    for (pollfd &entry : watched) {
        if (entry.events == 0)
            entry.fd = -1;
    }
    const auto left = due ? std::chrono::ceil<std::chrono::milliseconds>(*due - now).count() : 1000;
    ::poll(watched.data(), watched.size(), static_cast<int>(std::clamp<std::int64_t>(left, 0, 1000)));
    eventfd_t ignored = 0;
    ::eventfd_read(m_wakeUp.value(), &ignored);
}

void FaultProxy::accept(const Orders &orders)
{
    while (true) {
        FileDescriptor client(::accept4(m_listener.value(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!client.isOpen())
            return;
        sendAtOnce(client);
        FileDescriptor server = orders.serverPort ? connectTo(orders.serverPort) : FileDescriptor();
        if (!server.isOpen()) {
            const linger reset{1, 0};
            ::setsockopt(client.value(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
            continue;
        }
        ProxiedConnection &connection = m_connections.emplace_back(std::move(client), std::move(server));
        if (orders.faults.cutWithin > 0)
            connection.drawCut(orders.faults.cutWithin, m_random);
        if (orders.faults.isSwallowing)
            connection.swallow();
        if (orders.faults.isSilencing)
            connection.silence();
        const std::lock_guard locked(m_lock);
        ++m_counts.connections;
        m_counts.swallowed += orders.faults.isSwallowing;
    }
}

void FaultProxy::applyOrders(const Orders &orders)
{
    if (m_applied == orders.number) // only this thread writes it
        return;
    Counts counts;
    if (m_appliedFaults != orders.faultsNumber)
        applyFaults(orders.faults, counts);
    m_appliedFaults = orders.faultsNumber;
    const std::lock_guard locked(m_lock);
    m_counts.cuts += counts.cuts;
    m_counts.swallowed += counts.swallowed;
    m_applied = orders.number;
    m_changed.notify_all();
}

void FaultProxy::applyFaults(const ProxyFaults &faults, Counts &counts)
{
    for (ProxiedConnection &connection : m_connections) {
        if (faults.cutWithin > 0)
            connection.drawCut(faults.cutWithin, m_random);
        else
            connection.forgetCut();
        if (faults.isSwallowing && !connection.isSwallowed()) {
            connection.swallow();
            ++counts.swallowed;
        }
        if (faults.isSilencing)
            connection.silence();
        if (faults.upgrades != ProxyFaults::Upgrades::Forwarded && connection.isUpgraded()) {
            connection.cut(true);
            ++counts.cuts;
        }
    }
    m_connections.remove_if([](const ProxiedConnection &connection) { return connection.isOver(); });
}

} // namespace relais::test
