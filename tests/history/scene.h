// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <map>
#include <mutex>

#include "tests/support/history.h"

namespace relais::test {

/// What publishers, readers and faults share. Thread-safe.
class Scene {
public:
    explicit Scene(quint64 runSeed)
        : seed(runSeed)
    {
    }

    const quint64 seed;
    History history;
    std::atomic<quint16> port = 0; ///< that clients connect to
    std::atomic<bool> isPublishing = true; ///< publishers go on
    std::atomic<int> publishers = 0; ///< that go on, or have unanswered messages
    std::atomic<bool> isReading = true; ///< readers go on; those that have got the last message end by themselves
    std::atomic<qint64> last = -1; ///< its number, from when it is published
    std::atomic<qint64> reconnects = 0;
    std::atomic<qint64> delivered = 0;

    /// Something that no fault explains: the run has failed.
    void addSurprise(const QByteArray &sentence);
    /// A send was answered with this code, and will be repeated.
    void addRefusal(const QByteArray &code);
    std::vector<QByteArray> surprises() const;
    std::map<QByteArray, qint64> refusals() const;

private:
    mutable std::mutex m_lock;
    std::vector<QByteArray> m_surprises;
    std::map<QByteArray, qint64> m_refusals;
};

} // namespace relais::test
