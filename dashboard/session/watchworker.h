// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QObject>
#include <QTimer>

#include "common/client/connectionmanager.h"
#include "common/core/clock.h"
#include "common/protocol/answerdecoder.h"
#include "dashboard/session/watchbuffer.h"

namespace relais::dashboard {

/// Where a connection stands.
struct ConnectionStanding {
    client::ConnectionState state = client::ConnectionState::Stopped;
    std::optional<Error> error; ///< why it is Failed
    std::optional<MonotonicTime> nextAttempt; ///< none: it is trying, or has succeeded
};

/// The part of WatchedConnection that lives in another thread: reads what comes, and parses it.
class WatchWorker final : public QObject {
    Q_OBJECT

public:
    WatchWorker(client::ConnectionOptions options, std::shared_ptr<WatchBuffer> buffer);

    client::ConnectionManager &connection() { return m_connection; }

Q_SIGNALS:
    void standingChanged(const relais::dashboard::ConnectionStanding &standing);
    void resyncRequired();
    void problemOccurred(const QString &text);
    /// There is something in the buffer again.
    void filled();

private:
    void tellStanding();
    void onWatched(const QString &type, const QByteArray &payload);
    TapBatch readTap(std::string_view payload);

    const std::shared_ptr<WatchBuffer> m_buffer;
    AnswerDecoder m_decoder;
    client::ConnectionManager m_connection;
    QTimer m_look; ///< while it connects
};

} // namespace relais::dashboard
