// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <thread>

namespace relais::test {

/// How long a test waits for what must happen. Long, since it is spent only when the test fails: a loaded
/// machine or a sanitizer must not make one fail.
inline constexpr std::chrono::milliseconds patience = std::chrono::seconds(10);

/// A point in time after which waiting is over.
class Deadline {
public:
    explicit Deadline(std::chrono::milliseconds duration = patience)
        : m_end(std::chrono::steady_clock::now() + duration)
    {
    }

    bool hasPassed() const { return std::chrono::steady_clock::now() >= m_end; }

    /// As poll() takes it; never negative.
    int remainingMilliseconds() const
    {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(m_end - std::chrono::steady_clock::now());
        return static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0));
    }

private:
    std::chrono::steady_clock::time_point m_end;
};

/// Asks until the answer is yes; false when that did not happen in time. For what can only be asked, such as
/// another process's descriptors; where there is something to read, read it instead.
template <typename Predicate> bool eventually(Predicate predicate, std::chrono::milliseconds duration = patience)
{
    const Deadline deadline(duration);
    while (!predicate()) {
        if (deadline.hasPassed())
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

} // namespace relais::test
