// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "common/core/filedescriptor.h"
#include "server/transport/reactor.h"

namespace relais::server {

/// Accepts connections on one listening descriptor and hands on the bare descriptors, which do not block. When the
/// process has no descriptor left, it closes a spare one, accepts with it and closes what it got, so that a client
/// hears "no" instead of nothing, and then rests, so that a full process does not spin.
///
/// Not a QTcpServer: of the errors of accept() that remembers the first, which is always the harmless EAGAIN, so that
/// it takes EMFILE for that too and spins (Qt 6.4.2, QNativeSocketEngine::setError).
///
/// Lives in its I/O thread, owned by the reactor.
class Acceptor final : public ReactorClient {
public:
    using Accepted = std::function<void(FileDescriptor)>;

    Acceptor(Reactor &reactor, FileDescriptor listening, Accepted accepted);

    /// After the reactor has taken it.
    void start(ConnectionId id) { m_id = id; }
    int descriptor() const { return m_listening.value(); }

    void onReady(std::uint32_t epollEvents) override;
    void onDeadline(MonotonicTime now) override;

private:
    void shedAndRest();
    void openSpare();

    Reactor &m_reactor;
    FileDescriptor m_listening;
    const Accepted m_accepted;
    FileDescriptor m_spare;
    ConnectionId m_id{};
};

} // namespace relais::server
