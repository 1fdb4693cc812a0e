// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/jwksfetcher.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QNetworkReply>
#include <QNetworkRequest>

#include "server/access/jwks.h"

namespace relais::server {
namespace {

/// How much Qt reads ahead of takeBody().
constexpr qint64 ReadAheadBytes = 64 * 1024;
constexpr int StatusOk = 200;

QNetworkRequest requestFor(const QUrl &url)
{
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false); // Qt 6.4's has known holes
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("relais-server"));
    request.setRawHeader("Accept", "application/jwk-set+json, application/json");
    // Else Qt inflates what comes, and the bound is on what a small answer unpacks to.
    request.setRawHeader("Accept-Encoding", "identity");
    return request;
}

} // namespace

JwksFetcher::JwksFetcher(const QUrl &url, std::chrono::milliseconds timeout, QObject *parent)
    : QObject(parent)
    , m_url(url)
{
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(timeout);
    // Not QNetworkRequest's transfer time-out: that begins anew with every byte.
    connect(&m_deadline, &QTimer::timeout, this, [this] { fail(QStringLiteral("it took too long")); });
}

JwksFetcher::~JwksFetcher()
{
    release();
}

void JwksFetcher::fetch()
{
    if (isFetching())
        return;
    m_body.clear();
    m_reply = m_network.get(requestFor(m_url));
    m_reply->setReadBufferSize(ReadAheadBytes);
    connect(m_reply, &QNetworkReply::readyRead, this, [this] { takeBody(); });
    connect(m_reply, &QNetworkReply::finished, this, [this] { finish(); });
    m_deadline.start();
}

void JwksFetcher::takeBody()
{
    m_body += m_reply->readAll();
    if (static_cast<std::size_t>(m_body.size()) > MaximumJwksBytes)
        fail(QStringLiteral("the answer is bigger than 1 MiB"));
}

void JwksFetcher::finish()
{
    if (m_reply->error() == QNetworkReply::NoError)
        takeBody();
    if (!m_reply)
        return;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status != 0 && status != StatusOk)
        return fail(QStringLiteral("the answer is HTTP %1, not 200; redirects are not followed").arg(status));
    if (m_reply->error() != QNetworkReply::NoError)
        return fail(m_reply->errorString());
    release();
    Q_EMIT fetched(m_body);
}

void JwksFetcher::fail(const QString &reason)
{
    release();
    Q_EMIT failed(reason);
}

void JwksFetcher::release()
{
    m_deadline.stop();
    if (!m_reply)
        return;
    m_reply->disconnect(this); // or abort() would come back as finished()
    m_reply->abort();
    m_reply->deleteLater();
    m_reply.clear();
}

QString problemOfJwksUrl(const QUrl &url)
{
    const QString scheme = url.scheme();
    const QString host = url.host();
    const bool isLoopback = host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
    if (!url.isValid() || host.isEmpty())
        return QCoreApplication::translate("relais-server",
                                           "it is not a URL, such as "
                                           "https://login.example.com/.well-known/jwks.json");
    if (!url.userInfo().isEmpty())
        return QCoreApplication::translate("relais-server",
                                           "it holds a user name or password, for which a URL is no place");
    if (scheme == QLatin1String("https") || (scheme == QLatin1String("http") && isLoopback))
        return {};
    return QCoreApplication::translate(
        "relais-server",
        "keys come by https only (or by http from this machine), or anyone on the way could change them");
}

} // namespace relais::server
