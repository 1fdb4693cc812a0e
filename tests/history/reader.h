// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <random>

#include <QJsonObject>

#include "tests/history/scene.h"

namespace relais::test {

class WebSocketLink;

/// Reads as one client of a user, over whatever befalls its connections, with one cursor over all of them, until it
/// has the last message. Runs in a thread of its own.
class Reader {
public:
    enum class Transport { WebSocket, Poll, LongPoll, Changing };

    struct Plan {
        QByteArray user;
        Transport transport = Transport::WebSocket;
        bool beginsNow = false; ///< only what comes from now on; else all that is kept (WebSocket)
    };

    Reader(Scene &scene, const Plan &plan, int index);

    void run();

private:
    using Milliseconds = std::chrono::milliseconds;

    void runWebSocket(Milliseconds duration);
    void runPolls(Milliseconds duration, Milliseconds wait);
    bool greet(const QJsonObject &greeting, Moment asked);
    bool takePollAnswer(const QByteArray &body, Moment asked);
    void takeMessage(const QJsonObject &message, Moment asked);
    void add(ReaderEvent event, Moment asked);
    void addAt(ReaderEvent::Kind kind, const QByteArray &cursor, Moment asked);

    QByteArray webSocketTarget() const;
    Milliseconds draw(int from, int to);
    bool isOver() const { return m_hasLast || !m_scene.isReading; }

    Scene &m_scene;
    const Plan m_plan;
    std::mt19937_64 m_random;
    std::size_t m_reader;
    QByteArray m_cursor; ///< empty: it has not begun
    bool m_hasLast = false;
};

} // namespace relais::test
