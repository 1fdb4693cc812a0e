// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "common/core/result.h"
#include "server/api/clientrow.h"
#include "server/transport/httprequest.h"

namespace relais::server {

/// Which clients an operator wants to see, in which order: `?filter=&sort=&limit=&offset=`.
struct ClientQuery {
    enum class Column : std::uint8_t {
        Id,
        User,
        Transport,
        Address,
        Since,
        Lag,
        LagTime,
        BytesQueued,
        MessagesSent,
        State,
    };

    /// Each must be in the id, the user or the address; upper and lower case are the same.
    std::vector<std::string> words;
    std::optional<ClientTransport> transport; ///< `transport:` among the words
    Column column = Column::Id;
    bool isDescending = false;
    std::size_t limit = 100;
    std::size_t offset = 0;

    bool accepts(const ClientRow &row) const;
    /// Does `a` come before `b`? A total order: rows that are equal in the column are in the order of their ids, so
    /// that pages fit together.
    bool isBefore(const ClientRow &a, const ClientRow &b) const;
};

/// Errors: InvalidParameter, with the parameter's name.
Result<ClientQuery> parseClientQuery(const HttpRequest &request);

} // namespace relais::server
