// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "tests/support/childprocess.h"

namespace relais::test {

QString serverProgram(); ///< relais-server as built
QString echoProgram(); ///< relais-echo as built

/// A relais-server on a free port, without auth and, unless the arguments say otherwise, without a journal. The
/// constructor returns when it is ready.
class ServerProcess : public ChildProcess {
public:
    /// `settings` as `name=value`. Unless they say otherwise clients are sent away at once when it stops.
    explicit ServerProcess(const std::vector<const char *> &settings = {}, const ProcessOptions &options = {});

    quint16 port() const { return m_port; }

    /// Do its descriptors go back to `count`, when those who held them are gone?
    bool descriptorsReturnTo(int count) const;
    /// Is /readyz answered with this status, now or soon?
    bool becomesReadyWith(int status) const;

private:
    const bool m_isSecure;
    quint16 m_port = 0;
};

/// A relais-echo on a free port.
class EchoProcess : public ChildProcess {
public:
    explicit EchoProcess(const QStringList &arguments = {});

    quint16 port() const { return m_port; }

private:
    quint16 m_port = 0;
};

} // namespace relais::test
