// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/session/watchworker.h"

#include <QJsonDocument>

namespace relais::dashboard {

using namespace std::chrono_literals;
using client::ConnectionManager;
using client::ConnectionState;

namespace {

// When the next attempt is due has no signal of its own.
constexpr std::chrono::milliseconds lookInterval = 250ms;

} // namespace

WatchWorker::WatchWorker(client::ConnectionOptions options, std::shared_ptr<WatchBuffer> buffer)
    : m_buffer(std::move(buffer))
    , m_decoder(static_cast<std::size_t>(options.maximumMessageBytes))
    , m_connection(std::move(options), this)
    , m_look(this) // children, so that they move to the thread with it
{
    m_look.setInterval(lookInterval);
    connect(&m_look, &QTimer::timeout, this, &WatchWorker::tellStanding);
    connect(&m_connection, &ConnectionManager::stateChanged, this, &WatchWorker::tellStanding);
    connect(&m_connection, &ConnectionManager::watched, this, &WatchWorker::onWatched);
    connect(&m_connection, &ConnectionManager::resyncRequired, this, &WatchWorker::resyncRequired);
    connect(&m_connection, &ConnectionManager::problemOccurred, this,
            [this](client::Transport, const QString &text) { Q_EMIT problemOccurred(text); });
}

void WatchWorker::tellStanding()
{
    ConnectionStanding standing{.state = m_connection.state(), .error = m_connection.error(), .nextAttempt = {}};
    if (const auto wait = m_connection.untilNextAttempt())
        standing.nextAttempt = SystemClock().monotonic() + *wait;
    if (standing.state != ConnectionState::Connecting)
        m_look.stop();
    else if (!m_look.isActive())
        m_look.start();
    Q_EMIT standingChanged(standing);
}

void WatchWorker::onWatched(const QString &type, const QByteArray &payload)
{
    bool isFirst = false;
    if (type == QLatin1String("sync.tap"))
        isFirst = m_buffer->addTap(readTap({payload.data(), static_cast<std::size_t>(payload.size())}));
    else if (type == QLatin1String("sync.stats"))
        isFirst = m_buffer->setStats(QJsonDocument::fromJson(payload).object());
    if (isFirst)
        Q_EMIT filled();
}

/// Of a batch that is none, nothing.
TapBatch WatchWorker::readTap(std::string_view payload)
{
    auto content = m_decoder.decodeTap(payload);
    if (!content)
        return {};
    TapBatch batch;
    batch.messages.reserve(content->messages.size());
    for (Message &message : content->messages)
        batch.messages.push_back(std::make_shared<const Message>(std::move(message)));
    // Those that the server did not even look at may have matched, or not; they too were not shown.
    batch.leftOut = content->leftOut + content->unseen;
    return batch;
}

} // namespace relais::dashboard
