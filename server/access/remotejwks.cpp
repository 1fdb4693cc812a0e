// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/remotejwks.h"

#include <utility>

#include <QRandomGenerator>

#include "server/log/log.h"

namespace relais::server {

RemoteJwks::RemoteJwks(const QUrl &url, const RefreshTimes &times, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_shownUrl(url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment).toStdString())
    , m_pause(times.pause)
    , m_fetcher(url, times.timeout)
    , m_schedule(times.interval, times.firstRetry)
    , m_lastFetch(clock.monotonic() - times.pause)
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &RemoteJwks::fetch);
    connect(&m_fetcher, &JwksFetcher::fetched, this, &RemoteJwks::onFetched);
    connect(&m_fetcher, &JwksFetcher::failed, this, &RemoteJwks::onFailed);
}

void RemoteJwks::fetch()
{
    m_lastFetch = m_clock.monotonic();
    m_isFetching = true;
    m_next.stop();
    m_fetcher.fetch();
}

bool RemoteJwks::requestRefresh()
{
    const MonotonicTime now = m_clock.monotonic();
    MonotonicTime last = m_lastFetch;
    if (now - last < m_pause || !m_lastFetch.compare_exchange_strong(last, now))
        return m_isFetching; // of two threads one wins, which is all that is wanted
    m_isFetching = true;
    QMetaObject::invokeMethod(this, &RemoteJwks::fetch, Qt::QueuedConnection);
    return true;
}

void RemoteJwks::onFetched(const QByteArray &body)
{
    const bool isChanged = !m_isLoaded || body != m_body;
    if (isChanged) {
        auto jwks = parseJwks({body.constData(), static_cast<std::size_t>(body.size())}, SecretKeys::Refused);
        if (!jwks)
            return onFailed(QString::fromStdString(jwks.error().detail));
        for (const std::string &skipped : jwks->skipped)
            logWarning(lcAccess, "key skipped", {{"url", m_shownUrl}, {"reason", skipped}});
        logInfo(lcAccess, "keys loaded", {{"url", m_shownUrl}, {"keys", jwks->keys.size()}});
        m_keys = std::move(jwks->keys);
        m_body = body;
    } else if (m_isFailing) {
        logInfo(lcAccess, "keys can be fetched again", {{"url", m_shownUrl}});
    }
    m_isFailing = false;
    m_isLoaded = true;
    m_isFetching = false;
    m_next.start(m_schedule.afterSuccess(QRandomGenerator::global()->generateDouble()));
    if (isChanged)
        Q_EMIT changed();
}

void RemoteJwks::onFailed(const QString &reason)
{
    m_isFailing = true;
    m_isFetching = false;
    const auto delay = m_schedule.afterFailure(QRandomGenerator::global()->generateDouble());
    m_next.start(delay);
    logWarning(lcAccess, m_isLoaded ? "keys cannot be fetched, the last good ones stay" : "keys cannot be fetched",
               {{"url", m_shownUrl}, {"reason", reason}, {"retryMs", delay}});
}

} // namespace relais::server
