// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/clientselection.h"

#include <algorithm>
#include <iterator>

namespace relais::server {

namespace {

// Cutting after each row would cost as much as sorting them all.
constexpr std::size_t slack = 256;

} // namespace

ClientSelection::ClientSelection(ClientQuery query)
    : m_query(std::move(query))
    , m_wanted(m_query.offset + m_query.limit)
{
}

void ClientSelection::consider(ClientRow row)
{
    if (!m_query.accepts(row))
        return;
    ++m_matches;
    keep(std::move(row));
}

void ClientSelection::merge(ClientSelection other)
{
    m_matches += other.m_matches;
    for (ClientRow &row : other.m_rows)
        keep(std::move(row));
}

void ClientSelection::keep(ClientRow row)
{
    m_rows.push_back(std::move(row));
    if (m_rows.size() >= 2 * m_wanted + slack)
        cut();
}

void ClientSelection::cut()
{
    const auto end = m_rows.begin() + static_cast<std::ptrdiff_t>(m_wanted);
    std::nth_element(m_rows.begin(), end, m_rows.end(),
                     [this](const ClientRow &a, const ClientRow &b) { return m_query.isBefore(a, b); });
    m_rows.erase(end, m_rows.end());
}

std::vector<ClientRow> ClientSelection::takePage()
{
    if (m_rows.size() <= m_query.offset)
        return {};
    const auto isBefore = [this](const ClientRow &a, const ClientRow &b) {
        return m_query.isBefore(a, b);
    };
    const auto begin = m_rows.begin() + static_cast<std::ptrdiff_t>(m_query.offset);
    const auto end = m_rows.begin() + static_cast<std::ptrdiff_t>(std::min(m_wanted, m_rows.size()));
    std::nth_element(m_rows.begin(), begin, m_rows.end(), isBefore); // what is before the page need not be in order
    std::partial_sort(begin, end, m_rows.end(), isBefore);
    return {std::make_move_iterator(begin), std::make_move_iterator(end)};
}

} // namespace relais::server
