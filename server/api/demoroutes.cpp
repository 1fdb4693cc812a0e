// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/demoroutes.h"

#include "server/assets/negotiation.h"

namespace relais::server {

namespace {

constexpr std::string_view untilItChanges = "no-cache";
constexpr std::string_view forEver = "public, max-age=31536000, immutable"; // a year, the most that is of any use

} // namespace

DemoRoutes::DemoRoutes(const DemoSettings &settings, Router &router)
    : m_page(settings.assetsUrl)
    , m_router(router)
{
    router.add({"/demo/", "GET", Right::Open, [this](HttpReply reply, const Caller &) {
                    page(std::move(reply));
                }});
    router.add({"/demo/assets/<arg>", "GET", Right::Open,
                [this](HttpReply reply, const Caller &) { asset(std::move(reply)); }, Route::Charge::Always,
                Route::Readers::AnyOrigin});
    router.add({"/demo", "GET", Right::Open, [](HttpReply reply, const Caller &) {
                    redirect(std::move(reply));
                }});
}

/// For the page's own references to hold. A relative address, since a proxy may have taken a prefix off the path; and
/// not for ever, since another program may serve this address tomorrow.
void DemoRoutes::redirect(HttpReply reply)
{
    std::string location = "demo/";
    if (const std::string_view query = reply.request().query(); !query.empty())
        location.append("?").append(query);
    reply.addField("Location", location);
    reply.addField("Cache-Control", untilItChanges);
    reply.send(307, {}, {});
}

void DemoRoutes::page(HttpReply reply) const
{
    reply.addField("Content-Security-Policy", m_page.contentSecurityPolicy());
    reply.addField("Referrer-Policy", "no-referrer");
    sendFile(std::move(reply), m_page.file(), untilItChanges);
}

void DemoRoutes::asset(HttpReply reply) const
{
    constexpr std::size_t namePart = 2; // of /demo/assets/<arg>
    const StaticFile *const file = DemoPage::findAsset(reply.request().pathPart(namePart).value_or(""));
    if (file) {
        sendFile(std::move(reply), *file, forEver);
    } else {
        // While servers are replaced one by one a CDN may ask one that does not have it yet.
        reply.addField("Cache-Control", "no-store");
        m_router.refuse(std::move(reply),
                        Error{.code = ErrorCode::NotFound, .detail = "there is no such file of the demo page"});
    }
}

void DemoRoutes::sendFile(HttpReply reply, const StaticFile &file, std::string_view caching) const
{
    reply.addField("X-Content-Type-Options", "nosniff");
    reply.addField("Vary", "Accept-Encoding");
    const Representation *const chosen = negotiate(file, reply.request().fieldValues("accept-encoding"));
    if (!chosen) {
        reply.addField("Cache-Control", "no-store");
        m_router.refuse(std::move(reply),
                        Error{.code = ErrorCode::BadRequest,
                              .detail = "none of the codings that there are, br, gzip and identity, is accepted",
                              .at = "Accept-Encoding"});
        return;
    }
    reply.addField("Cache-Control", caching);
    reply.addField("ETag", chosen->entityTag);
    if (isKnown(chosen->entityTag, reply.request().fieldValues("if-none-match"))) {
        reply.send(304, {}, {});
        return;
    }
    if (chosen->coding != ContentCoding::Identity)
        reply.addField("Content-Encoding", codingName(chosen->coding));
    reply.send(200, file.mediaType, chosen->body);
}

} // namespace relais::server
