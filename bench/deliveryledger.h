// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace relais::bench {

/// Who received what: proves that each client got each message once and in order. Messages are numbered from
/// zero.
class DeliveryLedger {
public:
    DeliveryLedger(std::size_t clients, std::size_t messages);

    /// Returns true when this was the last client that message `sequence` waited for.
    bool record(std::size_t client, std::uint32_t sequence);

    std::uint64_t delivered() const { return m_delivered; } ///< each message counted once a client
    std::uint64_t duplicated() const { return m_duplicated; }
    std::uint64_t outOfOrder() const { return m_outOfOrder; } ///< arrived after a later one
    std::uint32_t completed() const { return m_completed; } ///< messages that every client has
    /// Of the first `messages`: what some client has not received.
    std::uint64_t missing(std::size_t messages) const;

    /// Throws RunFailed when anything was repeated, reordered, or of the first `messages` lost.
    void verify(std::size_t messages) const;

private:
    std::vector<std::uint32_t> m_nextOfClient;
    std::vector<std::uint32_t> m_receiversOfMessage;
    std::set<std::pair<std::size_t, std::uint32_t>> m_skipped; ///< (client, sequence) that a later one overtook
    std::uint64_t m_delivered = 0;
    std::uint64_t m_duplicated = 0;
    std::uint64_t m_outOfOrder = 0;
    std::uint32_t m_completed = 0;
};

} // namespace relais::bench
