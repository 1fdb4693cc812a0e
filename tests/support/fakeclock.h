// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace relais::test {

/// The clock of a program under test, which a test sets while the program runs (Debian's package faketime).
class FakeClock {
public:
    enum class Steps {
        WallClock, ///< what has no date goes on as it is
        AllClocks, ///< timers too: as if the time had passed
    };

    explicit FakeClock(Steps steps);

    /// False where the package is not installed, and with a sanitizer: the test is to be skipped.
    static bool isAvailable();

    /// For the program to start with.
    QStringList environment() const;
    /// How far the program is ahead of the real time, from now on.
    void setOffset(std::chrono::seconds offset);

private:
    const Steps m_steps;
    QTemporaryDir m_directory;
};

} // namespace relais::test
