// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/deliveryledger.h"

#include "bench/runfailed.h"

#include <string>

namespace relais::bench {

DeliveryLedger::DeliveryLedger(std::size_t clients, std::size_t messages)
    : m_nextOfClient(clients)
    , m_receiversOfMessage(messages)
{
}

bool DeliveryLedger::record(std::size_t client, std::uint32_t sequence)
{
    if (sequence >= m_receiversOfMessage.size())
        throw RunFailed("message " + std::to_string(sequence) + " was delivered and never sent");
    std::uint32_t &next = m_nextOfClient[client];
    if (sequence < next) {
        if (m_skipped.erase({client, sequence}) == 0) {
            ++m_duplicated;
            return false;
        }
        ++m_outOfOrder;
    } else {
        for (; next < sequence; ++next)
            m_skipped.emplace(client, next);
        ++next;
    }
    ++m_delivered;
    if (++m_receiversOfMessage[sequence] < m_nextOfClient.size())
        return false;
    ++m_completed;
    return true;
}

std::uint64_t DeliveryLedger::missing(std::size_t messages) const
{
    std::uint64_t sum = 0;
    for (std::size_t sequence = 0; sequence < messages; ++sequence)
        sum += m_nextOfClient.size() - m_receiversOfMessage[sequence];
    return sum;
}

void DeliveryLedger::verify(std::size_t messages) const
{
    const std::uint64_t lost = missing(messages);
    if (lost == 0 && m_duplicated == 0 && m_outOfOrder == 0)
        return;
    throw RunFailed(std::to_string(lost) + " deliveries lost, " + std::to_string(m_duplicated) + " duplicated, "
                    + std::to_string(m_outOfOrder) + " out of order; " + std::to_string(m_delivered) + " came");
}

} // namespace relais::bench
