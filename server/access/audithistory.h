// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/access/auditrecord.h"

namespace relais::server {

struct AuditQuery {
    std::string actor; ///< a part of it; empty: any
    std::string action; ///< a part of it; empty: any
    std::size_t limit = 100;
    std::optional<std::uint64_t> before; ///< only records of lower numbers: the page behind the one that ended there
};

struct AuditPage {
    std::vector<AuditRecord> records; ///< the newest first
    bool hasMore = false;
};

/// The newest records, in memory. Refused tries have at most half of the room, so that nobody can push what was done
/// out of sight by trying often. Of one thread at a time.
class AuditHistory final {
public:
    explicit AuditHistory(std::size_t capacity);

    /// Numbers only ever rise. A record of which the count still grows may be added before it is done.
    void add(std::shared_ptr<const AuditRecord> record);
    AuditPage page(const AuditQuery &query) const;

private:
    using Records = std::deque<std::shared_ptr<const AuditRecord>>;

    const std::size_t m_capacity;
    Records m_acts;
    Records m_refusals;
};

} // namespace relais::server
