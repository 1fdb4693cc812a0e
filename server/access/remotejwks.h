// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "common/core/clock.h"
#include "server/access/jwks.h"
#include "server/access/jwksfetcher.h"
#include "server/access/refreshschedule.h"

namespace relais::server {

/// The times of a RemoteJwks. An operator sets the interval; the rest is ours, and shorter in tests.
struct RefreshTimes {
    std::chrono::milliseconds interval = std::chrono::minutes(10);
    std::chrono::milliseconds firstRetry = std::chrono::seconds(5);
    std::chrono::milliseconds timeout = std::chrono::seconds(10);
    /// Between fetches that tokens with an unknown `kid` cause: anyone can send those.
    std::chrono::milliseconds pause = std::chrono::seconds(30);
};

/// The keys at a URL, fetched at once and from time to time. When that fails, or what comes is no set with a usable
/// key, the last good ones stay, and it is tried again soon. Lives in one thread; requestRefresh() and isLoaded() may
/// be called from any.
class RemoteJwks final : public QObject {
    Q_OBJECT

public:
    RemoteJwks(const QUrl &url, const RefreshTimes &times, const Clock &clock, QObject *parent = nullptr);

    const std::vector<VerificationKey> &keys() const { return m_keys; }
    bool isLoaded() const { return m_isLoaded; } ///< at least once

    /// Fetches now, whenever the last time was.
    void fetch();
    /// Fetches soon, unless the last fetch began less than the pause ago. Are newer keys on their way now?
    bool requestRefresh();

Q_SIGNALS:
    /// Keys were loaded that are others than before.
    void changed();

private:
    void onFetched(const QByteArray &body);
    void onFailed(const QString &reason);

    const Clock &m_clock;
    const std::string m_shownUrl; ///< without a query, which may hold a secret
    const std::chrono::milliseconds m_pause;
    JwksFetcher m_fetcher;
    RefreshSchedule m_schedule;
    QTimer m_next;
    QByteArray m_body; ///< that the keys came from
    std::vector<VerificationKey> m_keys;
    bool m_isFailing = false;
    std::atomic<bool> m_isLoaded = false;
    std::atomic<bool> m_isFetching = false; ///< or about to
    std::atomic<MonotonicTime> m_lastFetch;
};

} // namespace relais::server
