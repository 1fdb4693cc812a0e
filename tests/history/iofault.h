// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include "tests/history/journalprobe.h"

namespace relais::test {

/// Writes and syncs of the server's files fail (Debian's package fiu-utils); its sockets do not.
class IoFault final : public Fault {
public:
    explicit IoFault(const FaultEnvironment &environment)
        : m_scene(environment.scene)
        , m_server(environment.server)
        , m_probe(environment.scene, environment.server)
    {
    }

    QByteArray name() const override { return "io"; }
    std::optional<QByteArray> obstacle() const override;
    void prepare() override;
    void begin(Random &random) override;
    void step() override { m_probe.step(); }
    bool isDone() const override { return m_mustRefuse ? m_probe.isDone() : true; }
    void end() override;
    qint64 effects() const override { return m_probe.refusals(); }
    bool bearsKilling() const override { return false; } // the new server would have no such faults

private:
    void control(const QByteArray &command);

    Scene &m_scene;
    ServerControl &m_server;
    JournalProbe m_probe;
    QTemporaryDir m_pipes;
    QByteArray m_point;
    bool m_mustRefuse = true; ///< each send fails
};

} // namespace relais::test
