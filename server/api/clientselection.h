// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "server/api/clientquery.h"

namespace relais::server {

/// Of many rows those that are on a page: each I/O thread selects from its own clients, and what they selected is
/// selected from again. Holds about twice as many rows as the page has, with all before it. A value.
class ClientSelection {
public:
    explicit ClientSelection(ClientQuery query);

    const ClientQuery &query() const { return m_query; }

    void consider(ClientRow row);
    void merge(ClientSelection other);

    /// How many of the rows match.
    std::size_t matches() const { return m_matches; }
    /// The rows of the page, in order. They are taken out.
    std::vector<ClientRow> takePage();

private:
    void keep(ClientRow row);
    void cut();

    ClientQuery m_query;
    std::size_t m_wanted; ///< up to the end of the page
    std::size_t m_matches = 0;
    std::vector<ClientRow> m_rows; ///< in no order
};

} // namespace relais::server
