// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/assets/demopage.h"

#include <algorithm>

#include <QCryptographicHash>

#include "server/assets/demofiles.h"

namespace relais::server {

namespace {

constexpr std::string_view ownAssets = "assets/";
constexpr std::string_view pathOfAssets = "/demo/assets/";

/// `sources`: whence script, style and icon may come.
std::string policyFor(std::string_view sources)
{
    std::string policy = "default-src 'none'";
    for (const std::string_view directive : {"script-src", "style-src", "img-src"})
        policy.append("; ").append(directive).append(" ").append(sources);
    // 'self' is also the WebSocket of this origin. The one form there is leads to the page itself.
    return policy
        + "; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
          "; require-trusted-types-for 'script'; trusted-types 'none'";
}

} // namespace

DemoPage::DemoPage(std::string_view assetsUrl)
    : m_file(demoPageFile())
    , m_contentSecurityPolicy(policyFor("'self'"))
{
    while (assetsUrl.ends_with('/'))
        assetsUrl.remove_suffix(1);
    if (!assetsUrl.empty())
        pointTo(std::string(assetsUrl).append(pathOfAssets));
}

/// The page is then sent as it is: it is small, what it loads is compressed, and the program has no compressor.
void DemoPage::pointTo(std::string_view assets)
{
    const std::string reference = std::string("=\"").append(ownAssets);
    m_body = m_file.representations.back().body;
    std::size_t position = 0;
    while ((position = m_body.find(reference, position)) != std::string::npos) {
        m_body.replace(position + 2, ownAssets.size(), assets);
        position += assets.size();
    }
    const QByteArray digest = QCryptographicHash::hash({m_body.data(), static_cast<qsizetype>(m_body.size())},
                                                       QCryptographicHash::Sha256);
    m_entityTag = '"' + digest.first(8).toHex().toStdString() + '"';
    m_identity = {ContentCoding::Identity, m_body, m_entityTag};
    m_file.representations = {&m_identity, 1};
    m_contentSecurityPolicy = policyFor(assets);
}

const StaticFile *DemoPage::findAsset(std::string_view name)
{
    const auto assets = demoAssets();
    const auto found = std::ranges::find(assets, name, &StaticFile::name);
    return found == assets.end() ? nullptr : &*found;
}

} // namespace relais::server
