// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include "common/client/connectionmanager.h"
#include "tests/history/publisher.h"
#include "tests/history/scene.h"

class QEventLoop;

namespace relais::test {

/// The project's own client as one more reader and publisher. What it does to get its messages through is its own
/// affair: here it is only held to what came out.
class ManagedClient {
public:
    ManagedClient(Scene &scene, DraftSource source, const QByteArray &user, int index);

    /// In a thread of its own, until it has the last message.
    void run();

private:
    void listen(client::ConnectionManager &connection);
    void publish(client::ConnectionManager &connection);
    void onMessage(const Message &message);
    void add(ReaderEvent event);
    void add(ReaderEvent event, Moment asked);

    Scene &m_scene;
    DraftSource m_source;
    const QByteArray m_user;
    const std::size_t m_reader;
    std::map<client::SendHandle, std::pair<qint64, std::size_t>> m_attempts; ///< publication and attempt
    Moment m_connectingSince{}; ///< the last time that there was no connection
    bool m_hasLast = false;
    bool m_isSettled = false; ///< it publishes no more, and all that it did is acknowledged
};

} // namespace relais::test
