// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/core/clock.h"

namespace relais::server {

/// Who did what, or tried to.
struct AuditRecord {
    /// No member is longer, whatever a client sends.
    static constexpr std::size_t MaximumMemberBytes = 256;

    UnixTime at{}; ///< 0: AuditLog fills in its own time
    std::string actor; ///< "user:u1", "key:0123456789ab (backend)", "anonymous"
    std::string roles; ///< "publisher,operator"
    std::string action; ///< "broadcast", "force", "revoke"; "refused.401" for what was not let through
    std::string target; ///< the user, client or path that it was about
    std::string result; ///< "ok" or the name of an error
    std::string from; ///< the address of the peer
    std::string detail;
    std::uint64_t count = 1; ///< how many like it this one stands for, the first of them at `at`
    std::uint64_t number = 0; ///< given by AuditLog: 1, 2, … over restarts

    /// These come by the million when somebody tries, and are merged.
    bool isRefusal() const { return action.starts_with("refused."); }
};

/// Cuts what is too long and takes secrets out.
void tidyAuditRecord(AuditRecord &record);

/// One JSON object on one line without its line feed: of the file, and of the answer to GET /api/admin/audit. What
/// could drive a terminal is escaped.
std::string auditRecordJson(const AuditRecord &record);

/// Nothing when the line is no such object, as one that a power cut left unfinished.
std::optional<AuditRecord> auditRecordFromJson(std::string_view line);

} // namespace relais::server
