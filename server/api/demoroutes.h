// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/apisettings.h"
#include "server/api/router.h"
#include "server/assets/demopage.h"

namespace relais::server {

/// `/demo/`: a page to see the server work, and the files that it loads.
///
/// The page names its files by their content, so they are cached for ever and the page itself is asked for anew each
/// time, mostly to be told 304. Files may go through a CDN (`demo.assets_url`), which needs no purging then.
///
/// Lives in its I/O thread.
class DemoRoutes {
public:
    /// Adds its routes to the router.
    DemoRoutes(const DemoSettings &settings, Router &router);

private:
    static void redirect(HttpReply reply);
    void page(HttpReply reply) const;
    void asset(HttpReply reply) const;
    void sendFile(HttpReply reply, const StaticFile &file, std::string_view caching) const;

    const DemoPage m_page;
    const Router &m_router;
};

} // namespace relais::server
