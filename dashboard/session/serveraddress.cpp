// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/session/serveraddress.h"

#include <QHostAddress>

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

bool isThisMachine(const QString &host)
{
    return host == u"localhost" || QHostAddress(host).isLoopback();
}

QUrl below(QUrl url, const QString &encodedPath)
{
    auto base = url.path(QUrl::FullyEncoded);
    while (base.endsWith(u'/'))
        base.chop(1);
    url.setPath(base + encodedPath, QUrl::StrictMode);
    return url;
}

Error refuse(const char *why)
{
    return {.code = ErrorCode::InvalidParameter, .detail = why, .at = "url"};
}

} // namespace

QUrl ServerAddress::webSocketUrl() const
{
    QUrl socket = below(url, u"/ws"_s);
    socket.setScheme(url.scheme() == u"https" ? u"wss"_s : u"ws"_s);
    return socket;
}

QUrl ServerAddress::pollingUrl() const
{
    return below(url, u"/api/sync"_s);
}

QUrl ServerAddress::apiUrl(const QString &path) const
{
    return below(url, path);
}

Result<QUrl> parseServerUrl(const QString &text)
{
    QString trimmed = text.trimmed();
    if (!trimmed.contains(u"://"_s)) {
        const QUrl guess(u"http://"_s + trimmed, QUrl::StrictMode);
        trimmed.prepend(isThisMachine(guess.host()) ? u"http://"_s : u"https://"_s);
    }
    QUrl url(trimmed, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return refuse("not a URL with a host");
    if (url.scheme() != u"http" && url.scheme() != u"https")
        return refuse("expected http:// or https://");
    if (!url.userInfo().isEmpty())
        return refuse("a URL must not hold a name or a password");
    if (url.hasQuery() || url.hasFragment())
        return refuse("a server's URL has no query and no fragment");
    while (url.path().endsWith(u'/'))
        url.setPath(url.path().chopped(1));
    return url;
}

} // namespace relais::dashboard
