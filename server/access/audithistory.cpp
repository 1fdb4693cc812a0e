// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/audithistory.h"

#include <utility>

namespace relais::server {
namespace {

bool matches(const AuditRecord &record, const AuditQuery &query)
{
    return (!query.before || record.number < *query.before) && record.actor.find(query.actor) != std::string::npos
        && record.action.find(query.action) != std::string::npos;
}

} // namespace

AuditHistory::AuditHistory(std::size_t capacity)
    : m_capacity(capacity)
{
}

void AuditHistory::add(std::shared_ptr<const AuditRecord> record)
{
    (record->isRefusal() ? m_refusals : m_acts).push_back(std::move(record));
    if (m_acts.size() + m_refusals.size() <= m_capacity)
        return;
    (m_refusals.size() > m_capacity / 2 || m_acts.empty() ? m_refusals : m_acts).pop_front();
}

AuditPage AuditHistory::page(const AuditQuery &query) const
{
    AuditPage page;
    auto act = m_acts.rbegin();
    auto refusal = m_refusals.rbegin();
    while (act != m_acts.rend() || refusal != m_refusals.rend()) {
        const bool isAct
            = refusal == m_refusals.rend() || (act != m_acts.rend() && (*act)->number > (*refusal)->number);
        const AuditRecord &record = isAct ? **act++ : **refusal++;
        if (!matches(record, query))
            continue;
        if (page.records.size() == query.limit) {
            page.hasMore = true;
            break;
        }
        page.records.push_back(record);
    }
    return page;
}

} // namespace relais::server
