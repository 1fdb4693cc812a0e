// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace relais::test {

/// Fails the running test function. It goes on, as a helper cannot return from it; what helpers return after
/// a failure is empty, so that the comparisons behind it fail at once too.
void failTest(const QByteArray &what);

/// While it lives, failures are collected instead: for tests of the helpers themselves. One at a time; the
/// main thread's, as all of QtTest.
class CollectedFailures {
public:
    CollectedFailures();
    ~CollectedFailures();
    Q_DISABLE_COPY_MOVE(CollectedFailures)

    const QByteArray &text() const { return m_text; }

private:
    friend void failTest(const QByteArray &what);
    QByteArray m_text;
};

} // namespace relais::test
