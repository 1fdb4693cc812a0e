// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/history/journalprobe.h"

namespace relais::test {

/// The disk of the journal, a small one of its own in memory, is full.
class DiskFault final : public Fault {
public:
    explicit DiskFault(const FaultEnvironment &environment)
        : m_server(environment.server)
        , m_namespaceObstacle(environment.namespaceObstacle)
        , m_probe(environment.scene, environment.server)
    {
    }
    ~DiskFault() override;

    QByteArray name() const override { return "disk"; }
    std::optional<QByteArray> obstacle() const override;
    void prepare() override;
    void begin(Random &random) override;
    void step() override { m_probe.step(); }
    bool isDone() const override { return m_probe.isDone(); }
    void end() override;
    qint64 effects() const override { return m_probe.refusals(); }
    bool bearsKilling() const override { return false; } // a server need not start on a full disk

private:
    QByteArray ballast() const;

    ServerControl &m_server;
    const std::optional<QByteArray> m_namespaceObstacle;
    JournalProbe m_probe;
    bool m_isMounted = false;
};

} // namespace relais::test
