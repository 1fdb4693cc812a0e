// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace relais::bench {

/// Compares what was acknowledged with what was delivered, by id: concurrent senders have no order of their
/// own, but ids must arrive strictly rising, and the same ids on both sides.
class MessageOrder {
public:
    void acknowledge(std::string_view id);
    void deliver(std::string_view id); ///< throws RunFailed when it does not rise

    std::size_t acknowledged() const { return m_acknowledged.size(); }
    std::size_t delivered() const { return m_delivered.size(); }

    /// Throws RunFailed when an acknowledged message was not delivered, or the reverse, or one was
    /// acknowledged twice.
    void verify() const;

private:
    using Id = std::pair<std::uint64_t, std::uint64_t>; ///< milliseconds, sequence

    static Id parsed(std::string_view text);

    std::vector<Id> m_acknowledged;
    std::vector<Id> m_delivered;
};

} // namespace relais::bench
