// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace relais::server {

/// Which pages may use the server: exact origins ("https://app.example"), whose port may be `*`, or `*` for all.
class OriginList {
public:
    explicit OriginList(std::vector<std::string> origins);
    bool allows(std::string_view origin) const;

private:
    std::vector<std::string> m_origins;
};

/// Under which names the server answers: a page that had its own name rebound to this machine (DNS rebinding) still
/// says its own name in Host.
class HostList {
public:
    /// Names without port, in lower case; empty: any.
    explicit HostList(std::vector<std::string> hosts);
    /// `host` is a Host field, with or without port.
    bool allows(std::string_view host) const;

private:
    std::vector<std::string> m_hosts;
};

} // namespace relais::server
