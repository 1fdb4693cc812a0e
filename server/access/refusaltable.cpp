// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/refusaltable.h"

#include <algorithm>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace relais::server {
namespace {

constexpr std::string_view OverflowKey = "refused";

std::string keyOf(const AuditRecord &refusal)
{
    return refusal.action + '\n' + refusal.target + '\n' + addressGroup(refusal.from) + '\n' + refusal.actor;
}

AuditRecord overflowRecord(const AuditRecord &refusal)
{
    AuditRecord record;
    record.at = refusal.at;
    record.actor = "many";
    record.action = "refused.many";
    record.result = refusal.result;
    record.detail = "refused tries from more places than are told apart";
    return record;
}

} // namespace

RefusalTable::RefusalTable(std::chrono::milliseconds window, std::size_t maximumWindows)
    : m_window(window)
    , m_maximumWindows(maximumWindows)
{
}

std::shared_ptr<AuditRecord> RefusalTable::countOrOpen(const AuditRecord &refusal, MonotonicTime now)
{
    std::string key = keyOf(refusal);
    auto found = m_records.find(key);
    const bool isOverflow = found == m_records.end() && m_records.size() >= m_maximumWindows;
    if (isOverflow) {
        key = OverflowKey;
        found = m_records.find(key);
    }
    if (found != m_records.end()) {
        found->second->count += refusal.count;
        return nullptr;
    }
    auto record = std::make_shared<AuditRecord>(isOverflow ? overflowRecord(refusal) : refusal);
    m_windows.push_back({now + m_window, key});
    m_records.emplace(std::move(key), record);
    return record;
}

std::shared_ptr<const AuditRecord> RefusalTable::takeFirst()
{
    const auto found = m_records.find(m_windows.front().key);
    std::shared_ptr<const AuditRecord> record = std::move(found->second);
    m_records.erase(found);
    m_windows.pop_front();
    return record;
}

std::vector<std::shared_ptr<const AuditRecord>> RefusalTable::takeClosed(MonotonicTime now)
{
    std::vector<std::shared_ptr<const AuditRecord>> records;
    while (!m_windows.empty() && m_windows.front().ends <= now)
        records.push_back(takeFirst());
    return records;
}

std::vector<std::shared_ptr<const AuditRecord>> RefusalTable::takeAll()
{
    std::vector<std::shared_ptr<const AuditRecord>> records;
    while (!m_windows.empty())
        records.push_back(takeFirst());
    return records;
}

std::string addressGroup(std::string_view address)
{
    std::string host(address);
    if (address.starts_with('[')) {
        host = address.substr(1, address.find(']') - 1);
    } else if (std::count(address.begin(), address.end(), ':') == 1) {
        host = address.substr(0, address.find(':'));
    }
    in6_addr bytes{};
    if (inet_pton(AF_INET6, host.c_str(), &bytes) != 1 || IN6_IS_ADDR_V4MAPPED(&bytes))
        return host;
    char text[INET6_ADDRSTRLEN] = {};
    std::fill(bytes.s6_addr + 8, bytes.s6_addr + 16, std::uint8_t{0});
    inet_ntop(AF_INET6, &bytes, text, sizeof text);
    return std::string(text) + "/64";
}

} // namespace relais::server
