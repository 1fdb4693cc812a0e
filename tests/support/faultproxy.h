// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <random>
#include <thread>

#include <QtGlobal>

#include "common/core/filedescriptor.h"

namespace relais::test {

class ProxiedConnection;

/// What a proxy does to the connections through it, those that are open and those that come.
struct ProxyFaults {
    enum class Upgrades {
        Forwarded,
        Refused, ///< answered 403; WebSockets that are open are cut
        Stripped, ///< forwarded as if nobody had asked for an upgrade; those that are open are cut
    };

    int cutWithin = 0; ///< each connection is cut at a byte up to this, in a direction drawn; 0: none is
    bool isStalled = false; ///< nothing is taken and nothing is given
    bool isSwallowing = false; ///< what comes vanishes, and never comes again on this connection, also afterwards
    bool isSilencing = false; ///< what the server says vanishes, also afterwards; the connection ends when it does
    int bytesPerSecond = 0; ///< of a connection, each way; 0: as fast as it goes
    std::chrono::milliseconds delay{0}; ///< of all bytes, each way
    Upgrades upgrades = Upgrades::Forwarded;
};

/// A TCP proxy on 127.0.0.1, with a thread of its own, that spoils connections as it is told. What it draws comes
/// from a seed: the same connections in the same order meet the same fate. Thread-safe.
class FaultProxy {
public:
    /// How often it did what it is for.
    struct Counts {
        qint64 connections = 0;
        qint64 cuts = 0; ///< at a byte that was drawn, or when upgrades were no longer to be
        qint64 swallowed = 0; ///< connections that lost bytes
        qint64 upgradesDenied = 0;
    };

    explicit FaultProxy(quint64 seed);
    ~FaultProxy();
    Q_DISABLE_COPY_MOVE(FaultProxy)

    quint16 port() const { return m_port; }
    /// Where the server is, on 127.0.0.1; 0: nowhere, and connections are refused as if nothing listened.
    /// Holds when this returns, as setFaults().
    void setServerPort(quint16 port);
    void setFaults(const ProxyFaults &faults);
    Counts counts() const;

private:
    using Time = std::chrono::steady_clock::time_point;

    struct Orders {
        quint16 serverPort = 0;
        ProxyFaults faults;
        quint64 number = 0; ///< of all that was ordered
        quint64 faultsNumber = 0; ///< when the faults were
        bool isStopping = false;
    };

    template <typename Change> void order(Change change);
    void run();
    void wait(const Orders &orders, Time now);
    void accept(const Orders &orders);
    void applyOrders(const Orders &orders);
    void applyFaults(const ProxyFaults &faults, Counts &counts);

    mutable std::mutex m_lock; ///< of what follows, up to the next blank line
    std::condition_variable m_changed;
    Orders m_orders;
    quint64 m_applied = 0; ///< orders
    Counts m_counts;

    FileDescriptor m_listener;
    FileDescriptor m_wakeUp;
    quint16 m_port = 0;
    std::mt19937_64 m_random; ///< as all below, of the thread
    quint64 m_appliedFaults = 0;
    std::list<ProxiedConnection> m_connections;
    std::thread m_thread;
};

} // namespace relais::test
