// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include "common/client/sendhandle.h"
#include "common/core/clock.h"
#include "common/core/result.h"
#include "common/protocol/message.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relais::client {

/// What an application has sent and the server has not answered yet, in the order of send(). Each message has an
/// idempotency key from the start, so that it may be handed to the server again when an answer did not come.
///
///            take()                 accepted(), refused()
///   Waiting ────────► Under way ─────────────────────────► gone
///      ▲                  │
///      └──────────────────┘ postpone(), putBack(), putAllBack()
class Outbox {
public:
    struct Bounds {
        std::size_t messages = 1000;
        std::size_t bytes = 4 * 1024 * 1024; ///< of types, payloads and users
        /// How long the server is sure to know an idempotency key. A message whose fate is unknown for longer is not
        /// sent again, since it might then arrive twice.
        std::chrono::milliseconds keyLifetime{300'000};
    };

    struct Item {
        SendHandle handle{};
        std::string key;
        SendRequest request;
        bool isUnderWay = false;
        bool isUncertain = false; ///< was handed over at least once without an answer
        bool isSuspect = false; ///< closed a WebSocket for its size, perhaps: HTTP answers for each message alone
        std::optional<MonotonicTime> firstTaken;
        std::size_t bytes() const;
    };

    explicit Outbox(Bounds bounds);

    /// Errors: Overloaded, when it is full.
    Result<SendHandle> add(SendRequest request, std::string key);

    bool isEmpty() const { return m_items.empty(); }
    std::size_t size() const { return m_items.size(); }
    std::size_t underWay() const { return m_underWay; }

    /// The first that waits; null when none does. Valid until the next change.
    const Item *next() const;
    /// The first that waits is handed to a transport.
    const Item *take(MonotonicTime now);
    /// The server answered that it does not take it now.
    void postpone(SendHandle handle);
    /// No answer came.
    void putBack(SendHandle handle);
    /// What was under way when a WebSocket was closed. `forSize`: it was closed for a message too big.
    void putAllBack(bool forSize);
    /// It was answered, for good. False when there is no such message (any more).
    bool remove(SendHandle handle);
    /// Removes the messages that wait, of which nobody knows whether they arrived, and whose key the server may have
    /// forgotten.
    std::vector<SendHandle> removeUncertain(MonotonicTime now);

    /// As `ref` on the wire.
    static std::string toRef(SendHandle handle);
    static std::optional<SendHandle> fromRef(std::string_view ref);

private:
    using Items = std::deque<Item>;
    Items::iterator find(SendHandle handle);
    void markWaiting(Item &item);
    void markUncertain(Item &item);

    Bounds m_bounds;
    Items m_items;
    std::size_t m_bytes = 0;
    std::size_t m_underWay = 0;
    unsigned long long m_lastHandle = 0;
};

} // namespace relais::client
