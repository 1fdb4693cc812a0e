// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/history/fault.h"
#include "tests/support/deadline.h"

namespace relais::test {

/// kill -9, and a start on the same journal a little later; now and then the new server is killed right away too.
class KillFault final : public Fault {
public:
    explicit KillFault(const FaultEnvironment &environment)
        : m_scene(environment.scene)
        , m_server(environment.server)
    {
    }

    QByteArray name() const override { return "kill"; }
    void begin(Random &random) override;
    void step() override;
    bool isDone() const override { return !m_isDown; }
    void end() override;
    qint64 effects() const override { return m_kills; }

private:
    void kill();

    Scene &m_scene;
    ServerControl &m_server;
    Deadline m_start{std::chrono::milliseconds(0)};
    bool m_isDown = false;
    int m_killsLeft = 0;
    qint64 m_kills = 0;
};

} // namespace relais::test
