// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/session/watchedconnection.h"

#include <QThread>

namespace relais::dashboard {

using namespace std::chrono_literals;
using client::ConnectionState;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds frameInterval = 50ms; // more often nobody sees

} // namespace

WatchedConnection::WatchedConnection(client::ConnectionOptions options, QThread &thread, QObject *parent)
    : QObject(parent)
    , m_buffer(std::make_shared<WatchBuffer>())
    , m_worker(new WatchWorker(std::move(options), m_buffer))
{
    m_pace.setSingleShot(true);
    m_pace.setInterval(frameInterval);
    connect(&m_pace, &QTimer::timeout, this, &WatchedConnection::fetch);
    connect(m_worker, &WatchWorker::standingChanged, this, &WatchedConnection::onStanding);
    connect(m_worker, &WatchWorker::resyncRequired, this, &WatchedConnection::resyncRequired);
    connect(m_worker, &WatchWorker::problemOccurred, this, &WatchedConnection::problemOccurred);
    connect(m_worker, &WatchWorker::filled, this, [this] {
        if (!m_pace.isActive())
            fetch();
    });
    m_worker->moveToThread(&thread);
}

WatchedConnection::~WatchedConnection()
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] {
        worker->connection().stop();
        worker->deleteLater();
    });
}

std::optional<milliseconds> WatchedConnection::untilNextAttempt() const
{
    if (!m_standing.nextAttempt)
        return std::nullopt;
    const auto wait = *m_standing.nextAttempt - SystemClock().monotonic();
    return std::max(std::chrono::ceil<milliseconds>(wait), 0ms);
}

void WatchedConnection::setWatch(const QJsonObject &watch)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, watch] { worker->connection().setWatch(watch); });
}

void WatchedConnection::start()
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->connection().start(); });
}

void WatchedConnection::wake()
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->connection().wake(); });
}

void WatchedConnection::onStanding(const ConnectionStanding &standing)
{
    m_standing = standing;
    Q_EMIT stateChanged();
}

void WatchedConnection::fetch()
{
    const WatchBuffer::Content content = m_buffer->take();
    if (content.isEmpty())
        return; // the next to come is told at once
    m_pace.start();
    if (content.stats)
        Q_EMIT statsReceived(*content.stats);
    const TapBatch &tap = content.tap;
    if (!tap.messages.empty() || tap.leftOut > 0 || tap.dropped > 0)
        Q_EMIT tapReceived(tap);
}

} // namespace relais::dashboard
