// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <random>

#include "tests/history/httpexchange.h"
#include "tests/history/scene.h"
#include "tests/history/websocketlink.h"

namespace relais::test {

/// Something to publish: under an idempotency key until it is acknowledged, or once without one.
struct Draft {
    qint64 number = -1;
    std::optional<QByteArray> user;
    bool hasKey = true;
};

/// What a publisher draws from.
class DraftSource {
public:
    DraftSource(Scene &scene, std::vector<QByteArray> users, int index);

    Draft next();
    std::chrono::milliseconds pause(int most);

private:
    Scene &m_scene;
    const std::vector<QByteArray> m_users;
    std::mt19937_64 m_random;
};

/// One message after the other over `POST /api/sync/send`.
class HttpPublisher {
public:
    HttpPublisher(Scene &scene, DraftSource source)
        : m_scene(scene)
        , m_source(std::move(source))
    {
    }

    /// In a thread of its own, for as long as the scene is publishing, and until nothing is left unanswered.
    void run();
    /// Until it is acknowledged, or given up; was it acknowledged?
    bool publish(const Draft &draft);

private:
    enum class Result { Acknowledged, Again, Never };
    Result attempt(const Draft &draft);

    Scene &m_scene;
    DraftSource m_source;
    std::optional<Link> m_link;
};

/// Several at a time over a WebSocket.
class WebSocketPublisher {
public:
    WebSocketPublisher(Scene &scene, DraftSource source, QByteArray user)
        : m_scene(scene)
        , m_source(std::move(source))
        , m_user(std::move(user))
    {
    }

    /// In a thread of its own, for as long as the scene is publishing, and until nothing is left unanswered.
    void run();

private:
    struct Outstanding {
        Draft draft;
        std::size_t attempt = 0;
        bool isSent = false;
    };

    void runConnection(WebSocketLink &link);
    void draft();
    void sendUnsent(WebSocketLink &link);
    void take(const QByteArray &frame);
    void forgetUnanswered();

    Scene &m_scene;
    DraftSource m_source;
    const QByteArray m_user;
    std::chrono::steady_clock::time_point m_nextDraft{};
    std::chrono::steady_clock::time_point m_nextRetry{};
    std::map<qint64, Outstanding> m_outstanding; ///< by number, which is the `ref` too
};

} // namespace relais::test
