// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/history/fault.h"
#include "tests/support/deadline.h"

namespace relais::test {

/// kill -9, and a start on the same journal a little later; now and then the new server is killed right away too.
/// Often the last answers of the server get lost before: who asks again has to be recognised by the next one.
///
///   Up -- begin() --> Silenced -- kill --> Down -- start --> Up
class KillFault final : public Fault {
public:
    explicit KillFault(const FaultEnvironment &environment)
        : m_scene(environment.scene)
        , m_proxy(environment.proxy)
        , m_proxyFaults(environment.proxyFaults)
        , m_server(environment.server)
    {
    }

    QByteArray name() const override { return "kill"; }
    void begin(Random &random) override;
    void step() override;
    bool isDone() const override { return m_state == State::Up; }
    void end() override;
    qint64 effects() const override { return m_kills; }

private:
    enum class State { Up, Silenced, Down };

    void kill();

    Scene &m_scene;
    FaultProxy &m_proxy;
    ProxyFaults &m_proxyFaults;
    ServerControl &m_server;
    State m_state = State::Up;
    Deadline m_next{std::chrono::milliseconds(0)}; ///< when the next state is due
    std::chrono::milliseconds m_downTime{0};
    int m_killsLeft = 0;
    qint64 m_kills = 0;
};

} // namespace relais::test
