// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/history/fault.h"
#include "tests/support/fakeclock.h"

namespace relais::test {

/// The server's wall clock is set, forward and back.
class ClockFault final : public Fault {
public:
    explicit ClockFault(const FaultEnvironment &environment)
        : m_server(environment.server)
    {
    }

    QByteArray name() const override { return "clock"; }
    std::optional<QByteArray> obstacle() const override;
    void prepare() override;
    void begin(Random &random) override;
    void end() override { }
    qint64 effects() const override { return m_steps; }

private:
    ServerControl &m_server;
    FakeClock m_clock{FakeClock::Steps::WallClock};
    qint64 m_steps = 0;
};

} // namespace relais::test
