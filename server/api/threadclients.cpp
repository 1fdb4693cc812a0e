// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/threadclients.h"

#include <algorithm>

#include "server/api/longpolls.h"
#include "server/api/websocketmanager.h"
#include "server/transport/reactor.h"

namespace relais::server {

namespace {

// Takes less than a millisecond: each client is a few cache lines that are elsewhere.
constexpr std::size_t clientsInSlice = 1000;

} // namespace

ThreadClients::ThreadClients(WebSocketManager &webSockets, LongPolls &longPolls, Reactor &reactor)
    : m_webSockets(webSockets)
    , m_longPolls(longPolls)
    , m_reactor(reactor)
{
}

void ThreadClients::list(ClientSelection selection, Listed listed)
{
    m_scans.push_back({std::move(selection), std::move(listed), std::nullopt});
    m_reactor.requestPass();
}

void ThreadClients::work()
{
    if (m_scans.empty())
        return;
    Scan &scan = m_scans.front();
    if (!scan.names)
        scan.names = names();
    const std::size_t end = std::min(scan.next + clientsInSlice, scan.names->size());
    for (; scan.next < end; ++scan.next) {
        if (auto found = row((*scan.names)[scan.next])) // else it has left since
            scan.selection.consider(*std::move(found));
    }
    if (scan.next == scan.names->size()) {
        Scan done = std::move(scan);
        m_scans.pop_front();
        done.listed(std::move(done.selection));
    }
    if (!m_scans.empty())
        m_reactor.requestPass();
}

std::vector<ClientName> ThreadClients::names() const
{
    std::vector<ClientName> names;
    m_webSockets.appendNames(names);
    m_longPolls.appendNames(names);
    return names;
}

std::optional<ClientRow> ThreadClients::row(ClientName name) const
{
    return name.transport == ClientTransport::WebSocket ? m_webSockets.row(ClientId{name.number})
                                                        : m_longPolls.row(name.number);
}

std::optional<ClientRow> ThreadClients::disconnect(ClientName name, ErrorCode how)
{
    auto found = row(name);
    if (!found)
        return found;
    if (name.transport == ClientTransport::WebSocket)
        m_webSockets.disconnect(ClientId{name.number}, how);
    else
        m_longPolls.disconnect(name.number, how);
    return found;
}

} // namespace relais::server
