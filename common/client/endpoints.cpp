// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/client/endpoints.h"

#include <optional>

#include <QUrlQuery>

namespace relais::client {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1String webSocketPath("/ws");
constexpr QLatin1String syncPath("/api/sync");
constexpr QLatin1String pollPath("/poll");

Error refuse(const char *option, std::string detail)
{
    return {ErrorCode::InvalidParameter, std::move(detail), option};
}

std::optional<Error> judge(const QUrl &url, const char *option, const QString &scheme)
{
    if (!url.isValid() || url.host().isEmpty())
        return refuse(option, "not a URL with a host");
    if (url.scheme() != scheme && url.scheme() != scheme + u's')
        return refuse(option, "expected the scheme " + scheme.toStdString() + " or " + scheme.toStdString() + 's');
    if (!url.userInfo().isEmpty())
        return refuse(option, "a URL must not hold a name or a password, which end up in logs");
    return std::nullopt;
}

QUrl withPath(QUrl url, const QString &path)
{
    url.setPath(path);
    url.setFragment({});
    return url;
}

/// The same server by the other protocol. What a URL asks for in its query stays.
QUrl moved(QUrl url, const QString &scheme, const QString &path)
{
    const bool isSecure = url.scheme() == u"wss" || url.scheme() == u"https";
    url.setScheme(isSecure ? scheme + u's' : scheme);
    return withPath(std::move(url), path);
}

QString withoutEnd(QString path, QLatin1String end)
{
    while (path.endsWith(u'/'))
        path.chop(1);
    if (path.endsWith(end))
        path.chop(end.size());
    return path;
}

} // namespace

Result<Endpoints> Endpoints::from(const QUrl &websocketUrl, const QUrl &pollingUrl, const QString &userId)
{
    if (websocketUrl.isEmpty() && pollingUrl.isEmpty())
        return refuse("websocketUrl", "neither websocketUrl nor pollingUrl is set");

    QUrl socket = websocketUrl;
    if (!socket.isEmpty()) {
        if (auto error = judge(socket, "websocketUrl", u"ws"_s))
            return *std::move(error);
        if (socket.path().isEmpty() || socket.path() == u"/")
            socket.setPath(webSocketPath);
        socket.setFragment({});
    }
    QUrl base = pollingUrl;
    if (base.isEmpty()) {
        if (!socket.path().endsWith(webSocketPath))
            return refuse("pollingUrl", "does not follow from a websocketUrl that does not end in /ws");
        base = moved(socket, u"http"_s, withoutEnd(socket.path(), webSocketPath) + syncPath);
    } else {
        if (auto error = judge(base, "pollingUrl", u"http"_s))
            return *std::move(error);
        base = withPath(base, withoutEnd(base.path(), pollPath));
        if (base.path().isEmpty())
            base.setPath(syncPath);
    }
    if (socket.isEmpty()) {
        if (!base.path().endsWith(syncPath))
            return refuse("websocketUrl", "does not follow from a pollingUrl that does not end in /api/sync");
        socket = moved(base, u"ws"_s, withoutEnd(base.path(), syncPath) + webSocketPath);
    }

    Endpoints endpoints{socket, withPath(base, base.path() + pollPath), withPath(base, base.path() + u"/send"_s)};
    if (!userId.isEmpty()) {
        endpoints.webSocket = withParameter(endpoints.webSocket, u"userId"_s, userId);
        endpoints.poll = withParameter(endpoints.poll, u"userId"_s, userId);
    }
    return endpoints;
}

QUrl withParameter(QUrl url, const QString &name, const QString &value)
{
    // QUrlQuery leaves some characters as they are, such as the plus sign, which servers read in different ways.
    QUrlQuery query(url);
    query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    url.setQuery(query);
    return url;
}

} // namespace relais::client
