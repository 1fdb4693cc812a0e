// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include "dashboard/session/watchworker.h"

QT_FORWARD_DECLARE_CLASS(QThread)

namespace relais::dashboard {

/// A ConnectionManager that watches, in a thread of the caller's choice: neither the network nor JSON keeps the
/// window waiting, however much of them there is. What the server says is told twenty times a second at most.
///
/// Lives in the thread that makes it and emits there. Its end waits for nothing, and nothing comes after it.
class WatchedConnection final : public QObject {
    Q_OBJECT

public:
    /// `thread` runs, and outlives it. The options' token provider is called there.
    WatchedConnection(client::ConnectionOptions options, QThread &thread, QObject *parent = nullptr);
    ~WatchedConnection() override;

    // What follows is as ConnectionManager has it.
    client::ConnectionState state() const { return m_standing.state; }
    const std::optional<Error> &error() const { return m_standing.error; }
    std::optional<std::chrono::milliseconds> untilNextAttempt() const;
    void setWatch(const QJsonObject &watch);
    void start();
    void wake();

Q_SIGNALS:
    void stateChanged();
    void statsReceived(const QJsonObject &stats);
    void tapReceived(const relais::dashboard::TapBatch &batch);
    void resyncRequired();
    void problemOccurred(const QString &text);

private:
    void onStanding(const ConnectionStanding &standing);
    void fetch();

    const std::shared_ptr<WatchBuffer> m_buffer; ///< the worker's too
    WatchWorker *m_worker; ///< in the other thread, where it ends as well
    ConnectionStanding m_standing; ///< as it was last told
    QTimer m_pace; ///< while it runs nothing is fetched
};

} // namespace relais::dashboard
