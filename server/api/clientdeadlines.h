// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <unordered_map>

#include <QTimer>

#include "common/core/clock.h"
#include "server/api/clientid.h"

namespace relais::server {

/// When which client is due, with one timer for all of them. Lives in the thread of its timer.
class ClientDeadlines {
public:
    using Due = std::function<void(ClientId)>;

    /// `due` is called once for each client whose deadline has come.
    ClientDeadlines(const Clock &clock, Due due);

    /// In place of the deadline that the client may have.
    void set(ClientId client, MonotonicTime deadline);
    void clear(ClientId client);

private:
    void onTimeout();
    void armTimer();

    const Clock &m_clock;
    const Due m_due;
    std::multimap<MonotonicTime, ClientId> m_byTime;
    std::unordered_map<ClientId, std::multimap<MonotonicTime, ClientId>::iterator> m_byClient;
    QTimer m_timer;
};

} // namespace relais::server
