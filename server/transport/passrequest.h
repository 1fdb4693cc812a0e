// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

#include <sys/eventfd.h>
#include <unistd.h>

#include "common/core/filedescriptor.h"

namespace relais::server {

/// Asks a reactor for a pass, from any thread. Many requests before the pass begins make one. Shared by the reactor
/// and by those who ask, so that one who asks while the reactor is being destroyed in its own thread asks nobody.
class PassRequest {
public:
    /// In the reactor's thread.
    PassRequest()
        : m_descriptor(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
        , m_reactorThread(std::this_thread::get_id())
    {
    }

    void request()
    {
        if (m_isRequested.exchange(true))
            return;
        if (std::this_thread::get_id() == m_reactorThread && m_isInCycle)
            return; // the cycle ends with it
        wakeUp();
    }

    /// Readable after a request.
    int descriptor() const { return m_descriptor.value(); }

    // In the reactor's thread:
    bool take() { return m_isRequested.exchange(false); }
    bool isRequested() const { return m_isRequested.load(); }
    void setInCycle(bool isInCycle) { m_isInCycle = isInCycle; }
    void wakeUp()
    {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(m_descriptor.value(), &one, sizeof one);
    }
    void clearWakeUp()
    {
        std::uint64_t count = 0;
        [[maybe_unused]] const auto got = ::read(m_descriptor.value(), &count, sizeof count);
    }

private:
    const FileDescriptor m_descriptor;
    const std::thread::id m_reactorThread;
    std::atomic<bool> m_isRequested = false;
    bool m_isInCycle = false; ///< in the reactor's thread
};

} // namespace relais::server
