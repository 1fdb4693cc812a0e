// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/access/auditrecord.h"

namespace relais::server {

/// Merges refused tries that are alike, so that a million of them are one record with a count: the same action,
/// target and actor from the same address (IPv6: the same /64, which is what one subscriber has) within a window. Who
/// comes from more places than there are windows is counted in one record for all of them. Of one thread at a time.
class RefusalTable final {
public:
    RefusalTable(std::chrono::milliseconds window, std::size_t maximumWindows);

    /// Counts `refusal` in the window that is open for it, if there is one. Otherwise a window opens, whose record is
    /// returned to be numbered; its count grows until takeClosed() gives it back.
    std::shared_ptr<AuditRecord> countOrOpen(const AuditRecord &refusal, MonotonicTime now);

    /// The records of windows that are over; they change no more.
    std::vector<std::shared_ptr<const AuditRecord>> takeClosed(MonotonicTime now);
    std::vector<std::shared_ptr<const AuditRecord>> takeAll();

private:
    struct Window {
        MonotonicTime ends;
        std::string key;
    };
    std::shared_ptr<const AuditRecord> takeFirst();

    const std::chrono::milliseconds m_window;
    const std::size_t m_maximumWindows;
    std::deque<Window> m_windows; ///< in the order in which they end
    std::unordered_map<std::string, std::shared_ptr<AuditRecord>> m_records;
};

/// The part of a peer's address that tells one peer from another: "[2001:db8::1]:4000" is "2001:db8:0:0::/64",
/// "192.0.2.1:4000" is "192.0.2.1".
std::string addressGroup(std::string_view address);

} // namespace relais::server
