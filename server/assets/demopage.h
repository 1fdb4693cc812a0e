// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "server/assets/staticfile.h"

namespace relais::server {

/// The demo page as it is served, with its assets beside it or from elsewhere.
class DemoPage {
public:
    /// `assetsUrl`: what stands before `/demo/assets/` in the addresses of the assets, such as
    /// "https://cdn.example.org"; empty: they come from where the page came from. It has to be fit for an attribute.
    explicit DemoPage(std::string_view assetsUrl);
    DemoPage(const DemoPage &) = delete;
    DemoPage &operator=(const DemoPage &) = delete;

    const StaticFile &file() const { return m_file; }
    /// Value of the field of this name: the page runs its own script and nothing else.
    const std::string &contentSecurityPolicy() const { return m_contentSecurityPolicy; }

    /// Null when there is none of this name.
    static const StaticFile *findAsset(std::string_view name);

private:
    void pointTo(std::string_view assets);

    StaticFile m_file;
    std::string m_contentSecurityPolicy;
    std::string m_body; ///< when it is not that of the program
    std::string m_entityTag;
    Representation m_identity{};
};

} // namespace relais::server
