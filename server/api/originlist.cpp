// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/originlist.h"

#include <algorithm>

namespace relais::server {

namespace {

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

bool isPort(std::string_view text)
{
    return !text.empty() && text.size() <= 5
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool matches(std::string_view pattern, std::string_view origin)
{
    if (pattern == "*" || pattern == origin)
        return true;
    if (!pattern.ends_with(":*"))
        return false;
    pattern.remove_suffix(2);
    // The scheme's own port is left out of an origin.
    return origin == pattern
        || (origin.starts_with(pattern) && origin.size() > pattern.size() && origin[pattern.size()] == ':'
            && isPort(origin.substr(pattern.size() + 1)));
}

} // namespace

OriginList::OriginList(std::vector<std::string> origins)
    : m_origins(std::move(origins))
{
}

bool OriginList::allows(std::string_view origin) const
{
    return std::any_of(m_origins.begin(), m_origins.end(),
                       [&](const std::string &pattern) { return matches(pattern, origin); });
}

HostList::HostList(std::vector<std::string> hosts)
    : m_hosts(std::move(hosts))
{
}

bool HostList::allows(std::string_view host) const
{
    if (m_hosts.empty())
        return true;
    const std::size_t colon = host.rfind(':');
    if (colon != std::string_view::npos && isPort(host.substr(colon + 1)))
        host = host.substr(0, colon);
    return std::find(m_hosts.begin(), m_hosts.end(), lowered(host)) != m_hosts.end();
}

} // namespace relais::server
